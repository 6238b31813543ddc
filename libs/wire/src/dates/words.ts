import type { ClockTime } from './calendar.js';
import { foldWord, monthOf } from './months.js';

/** What the words of a date say: the clock, and the zone as written; no time = the day only. */
export interface DateWords {
  readonly time: ClockTime;
  readonly hasTime: boolean;
  readonly zone?: string;
}

/** The date of mails and feeds, without anything that a weaker rule would have to decide. */
const mailDate =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\d{1,2}) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{4}) (\d{2}):(\d{2}):(\d{2}) (GMT|[+-]\d{4})$/;
const separators = /[\s,;]+/;
const clock = /^(\d{1,2})[:.h](\d{2})(?:[:.](\d{2})(?:[.,](\d{1,9}))?)?(am|pm|a\.m\.|p\.m\.|h)?$/i;
const hourOnly = /^(\d{1,2})(am|pm|a\.m\.|p\.m\.|h|uhr)$/i;
const glued = /^(\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)([A-Z]{1,5}|[+-]\d{2}:?\d{2})$/i;
const dayNumber = /^(\d{1,2})(?:st|nd|rd|th|er|º|ª|\.)?$/i;
const dashed = /^(\d{1,2})[-/.]([\p{L}\p{M}]{3,})[-/.](\d{2,4})$/u;
const yearNumber = /^\d{4}$/;
const shortYear = /^'?(\d{2})$/;
const word = /^[\p{L}\p{M}]+\.?$/u;
const fillers = new Set([
  'de',
  'del',
  'd',
  'di',
  'der',
  'den',
  'dem',
  'am',
  'um',
  'the',
  'of',
  'at',
  'on',
  'a',
  'as',
  'alle',
  'ore',
  'om',
  'kl',
  'uhr',
  'le',
  'las',
  'el',
  'il',
  'lo',
  'och',
  'hrs',
  'hours',
  'h',
  'uur',
  'van',
]);

/**
 * Dates in words, in any order and language of the month table: RFC 822, asctime, `14 de mayo de 2024, 18:30`,
 * `mar., 14 mai 2024 09:30:00 +0200`, `Tue, May 14 2024 09:30 GMT`. Undefined when a piece is left over that is
 * neither a filler nor one zone: a date is not guessed from half of a sentence.
 */
export function readDateWords(raw: string): DateWords | undefined {
  return readMailDate(raw) ?? readTokens(split(raw));
}

/** `Tue, 14 May 2024 09:30:00 GMT`, the usual form, at one look. */
function readMailDate(raw: string): DateWords | undefined {
  const match = mailDate.exec(raw);
  if (match === null) return undefined;
  const [, day, month, year, hour, minute, second, zone = 'GMT'] = match;
  return {
    time: {
      year: Number(year),
      month: monthOf(month ?? '') ?? 0,
      day: Number(day),
      hour: Number(hour),
      minute: Number(minute),
      second: Number(second),
      millisecond: 0,
    },
    hasTime: true,
    zone,
  };
}

function readTokens(tokens: readonly string[]): DateWords | undefined {
  if (tokens.length > 12) return undefined;
  const months = tokens.flatMap((token, index) => (word.test(token) && monthOf(token) ? [index] : []));
  // `mar.` is Tuesday in French and Spanish when another month follows: the last name counts.
  const monthIndex = months.at(-1);
  if (monthIndex === undefined) return undefined;
  const found = new Found(monthOf(tokens[monthIndex] ?? '') ?? 0);
  for (const [index, token] of tokens.entries()) {
    if (index === monthIndex) continue;
    if (!found.take(token, index === 0 || (index === months[0] && index < monthIndex))) return undefined;
  }
  return found.result();
}

function split(raw: string): string[] {
  return raw
    .trim()
    .split(separators)
    .filter((token) => token !== '')
    .flatMap((token) => {
      const parts = dashed.exec(token);
      if (parts?.[1] && parts[2] && parts[3]) return [parts[1], parts[2], parts[3]];
      const time = glued.exec(token);
      if (time?.[1] && time[2] && !/^(?:am|pm|h)$/i.test(time[2])) return [time[1], time[2]];
      return [token];
    });
}

/** Collects the pieces of one date; each may come once. */
class Found {
  private day: number | undefined;
  private year: number | undefined;
  private hour: number | undefined;
  private minute = 0;
  private second = 0;
  private millisecond = 0;
  private zone: string | undefined;

  constructor(private readonly month: number) {}

  /** Whether the token has a place in a date. A first word may be a weekday in whatever language. */
  take(token: string, mayBeWeekday: boolean): boolean {
    return (
      this.takeTime(token) ||
      this.takeHalf(token) ||
      this.takeNumber(token) ||
      fillers.has(foldWord(token)) ||
      (mayBeWeekday && word.test(token)) ||
      this.takeZone(token)
    );
  }

  result(): DateWords | undefined {
    if (this.day === undefined || this.year === undefined) return undefined;
    const time = {
      year: this.year,
      month: this.month,
      day: this.day,
      hour: this.hour ?? 0,
      minute: this.minute,
      second: this.second,
      millisecond: this.millisecond,
    };
    return {
      time,
      hasTime: this.hour !== undefined,
      ...(this.zone === undefined ? {} : { zone: this.zone }),
    };
  }

  private takeTime(token: string): boolean {
    if (this.hour !== undefined) return false;
    const match = clock.exec(token) ?? hourOnly.exec(token);
    if (!match) return false;
    const full = match.length > 3;
    this.hour = Number(match[1]);
    if (full) {
      this.minute = Number(match[2]);
      this.second = Number(match[3] ?? '0');
      this.millisecond = Number((match[4] ?? '0').padEnd(3, '0').slice(0, 3));
    }
    const half = full ? match[5] : match[2];
    if (half) this.takeHalf(half);
    return true;
  }

  /** `am` and `pm` turn the hour; in German `am` stands before any time and is a filler. */
  private takeHalf(token: string): boolean {
    if (this.hour === undefined) return false;
    const half = token.replaceAll('.', '').toLowerCase();
    if (half === 'pm') this.hour = this.hour < 12 ? this.hour + 12 : this.hour;
    else if (half === 'am') this.hour = this.hour === 12 ? 0 : this.hour;
    return half === 'pm' || half === 'am';
  }

  private takeNumber(token: string): boolean {
    if (yearNumber.test(token) && this.year === undefined) {
      this.year = Number(token);
      return true;
    }
    const day = dayNumber.exec(token);
    if (day && this.day === undefined) {
      this.day = Number(day[1]);
      return true;
    }
    const short = shortYear.exec(token);
    if (!short || this.year !== undefined) return false;
    this.year = Number(short[1]) + (Number(short[1]) < 70 ? 2000 : 1900);
    return true;
  }

  private takeZone(token: string): boolean {
    if (this.zone !== undefined) {
      // `GMT +0200` and a zone name in brackets behind the offset say the same thing twice.
      if (/^(?:gmt|utc)$/i.test(this.zone) && /^[+-]/.test(token)) this.zone = token;
      else return /^\(.*\)$/.test(token);
      return true;
    }
    this.zone = token;
    return true;
  }
}
