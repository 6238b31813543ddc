import { clockMillis, formatInstant, type ClockTime } from './calendar.js';
import { instantOfLocal, isZone } from './local-time.js';
import { monthOf } from './months.js';
import { readDateWords, type DateWords } from './words.js';
import { readZone } from './zones.js';

/** An instant read from a wire, with the string that it was read from. */
export interface WireDate {
  /** RFC 3339 in UTC; milliseconds only when there are any. Of a day without a time: its midnight in UTC. */
  readonly instant: string;
  readonly precision: 'instant' | 'day';
  readonly raw: string;
  /** The zone that had to be taken because none was written. */
  readonly assumedZone?: string;
}

export interface WireDateOptions {
  /** IANA zone of times without one; UTC when absent. */
  readonly zone?: string | undefined;
  readonly receivedAt: Date;
  /** Which of the two instants of a repeated hour: earlier for publication (default), later for embargoes. */
  readonly ambiguity?: 'earlier' | 'later' | undefined;
  /** The profile's meanings of ambiguous zone names. */
  readonly zoneNames?: Readonly<Record<string, string>> | undefined;
}

const maxLength = 100;
const iso =
  /^([+-]?\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt]|\s+|,\s*)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(\S+)?$/;
const compact =
  /^(\d{4})(\d{2})(\d{2})(?:[Tt]?(\d{2}):?(\d{2}):?(?:(\d{2})(?:[.,](\d{1,9}))?)?)?\s*([A-Za-z+-]\S*)?$/;
const dotted =
  /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?:[,\s]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?)?(?:\s*Uhr)?\s*(\S+)?$/;
const slashed = /^(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?:[,\s]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?\s*(\S+)?$/;
/** `251037 Sep 24`, `310001Z JUL 97`: day, hour and minute, month, year. */
const dayTimeGroup = /^(\d{2})(\d{2})(\d{2})\s?([A-Za-z]{1,5})?\s+(\p{L}{3,})\.?\s+(\d{2}|\d{4})$/u;
/** `06-29-17 2350GMT`: month, day, year, time. */
const anpaTrailer = /^(\d{2})-(\d{2})-(\d{2})\s+(\d{2})(\d{2})\s?([A-Za-z]{1,5})?$/;

/**
 * Reads a date as wires, feeds and mails write it; never guesses. Undefined when it is not a date, when such a day
 * or time does not exist, when the offset is beyond 14 hours or the zone's name is unknown: the caller then falls
 * back on the received time and says so. `Date`'s own parser is never asked (it rolls 29 February over and takes
 * server-local time).
 */
export function parseWireDate(raw: string, options: WireDateOptions): WireDate | undefined {
  const text = raw.trim();
  if (text === '' || text.length > maxLength) return undefined;
  const words = readNumeric(text) ?? readDateWords(text);
  return words && resolve(words, text, options);
}

function readNumeric(text: string): DateWords | undefined {
  const year = iso.exec(text) ?? compact.exec(text);
  if (year) return dateWords([year[1], year[2], year[3]], year.slice(4, 8), year[8]);
  const day = dotted.exec(text);
  if (day) return dateWords([day[3], day[2], day[1]], day.slice(4, 7), day[7]);
  const either = slashed.exec(text);
  if (either) return dateWords(unambiguous(either), either.slice(4, 7), either[7]);
  const group = dayTimeGroup.exec(text);
  if (group) {
    const month = monthOf(group[5] ?? '');
    return month === undefined
      ? undefined
      : dateWords([century(group[6]), String(month), group[1]], [group[2], group[3]], group[4]);
  }
  const trailer = anpaTrailer.exec(text);
  if (trailer)
    return dateWords([century(trailer[3]), trailer[1], trailer[2]], [trailer[4], trailer[5]], trailer[6]);
  return undefined;
}

/** Day and month of `14/05/2024` or `05/14/2024` can only be told when one of them is beyond 12 or both agree. */
function unambiguous(match: RegExpExecArray): [string | undefined, string | undefined, string | undefined] {
  const [first, second] = [Number(match[1]), Number(match[2])];
  if (first > 12 || first === second) return [match[3], match[2], match[1]];
  return second > 12 ? [match[3], match[1], match[2]] : [undefined, undefined, undefined];
}

function century(year: string | undefined): string | undefined {
  if (year === undefined || year.length === 4) return year;
  return String(Number(year) + (Number(year) < 70 ? 2000 : 1900));
}

function dateWords(
  [year, month, day]: readonly (string | undefined)[],
  [hour, minute, second, fraction]: readonly (string | undefined)[],
  zone: string | undefined,
): DateWords | undefined {
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const time: ClockTime = {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour ?? '0'),
    minute: Number(minute ?? '0'),
    second: Number(second ?? '0'),
    millisecond: Number((fraction ?? '0').padEnd(3, '0').slice(0, 3)),
  };
  return { time, hasTime: hour !== undefined, ...(zone === undefined ? {} : { zone }) };
}

function resolve(words: DateWords, raw: string, options: WireDateOptions): WireDate | undefined {
  const local = clockMillis(words.time);
  if (local === undefined) return undefined;
  const zone = words.zone === undefined ? undefined : readZone(words.zone, options.zoneNames);
  if (zone?.kind === 'unknown') return undefined;
  if (!words.hasTime) return { instant: formatInstant(local), precision: 'day', raw };
  const ambiguity = options.ambiguity ?? 'earlier';
  if (zone?.kind === 'offset') {
    return { instant: formatInstant(local - zone.minutes * 60_000), precision: 'instant', raw };
  }
  if (zone?.kind === 'place') {
    if (!isZone(zone.zone)) return undefined;
    return { instant: formatInstant(instantOfLocal(local, zone.zone, ambiguity)), precision: 'instant', raw };
  }
  const assumedZone = options.zone ?? 'UTC';
  if (!isZone(assumedZone)) return undefined;
  return {
    instant: formatInstant(instantOfLocal(local, assumedZone, ambiguity)),
    precision: 'instant',
    raw,
    assumedZone,
  };
}
