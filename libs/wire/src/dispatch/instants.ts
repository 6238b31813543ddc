import type { Embargo, Warning } from '#contracts';
import { formatInstant, parseWireDate, type WireDate, type WireDateOptions } from '../dates/index.js';
import { embargoFromWords } from '../text/index.js';
import type { ReadContext } from '../reader.js';

/** Clocks of senders run ahead by so much; what lies further in the future is wrong. */
const futureSkew = 60 * 60 * 1000;

/** The options that a context gives for reading dates. */
export function dateOptions({
  profile,
  receivedAt,
}: Pick<ReadContext, 'profile' | 'receivedAt'>): WireDateOptions {
  return { zone: profile.zone, zoneNames: profile.zoneNames, receivedAt };
}

/** The instants of a version: what the provider declared, and what is shown and sorted by. */
export interface VersionTime {
  readonly declared?: string;
  readonly shown: string;
}

/**
 * The time of a version. A missing or unreadable one is inferred, and marked so: from the dateline when its day is
 * another than the one on which the copy came in, else from the received time. One in the future stays declared, but
 * the copy is shown at the time when it came in, else it would stick on top of the wire.
 */
export function versionTime(
  raw: string | undefined,
  datelineDay: string | undefined,
  context: ReadContext,
  warnings: Warning[],
): VersionTime {
  const received = (): string => formatInstant(context.receivedAt.getTime());
  const date = readDate('versionCreated', raw, context, warnings);
  if (date === undefined) {
    const earlier = datelineDay !== undefined && datelineDay < received().slice(0, 10);
    const source = earlier ? 'the dateline' : 'the received time';
    warnings.push({ code: 'date_inferred', detail: `versionCreated taken from ${source}` });
    return { shown: earlier ? `${datelineDay}T00:00:00Z` : received() };
  }
  if (date.precision === 'day') {
    warnings.push({ code: 'date_day_only', detail: `versionCreated says only the day: ${date.raw}` });
    return { shown: date.instant };
  }
  if (Date.parse(date.instant) > context.receivedAt.getTime() + futureSkew) {
    warnings.push({
      code: 'date_in_future',
      detail: `versionCreated ${date.raw} lies after the received time`,
    });
    return { declared: date.instant, shown: received() };
  }
  return { declared: date.instant, shown: date.instant };
}

/** A date of the item, or undefined with a warning when it cannot be read. */
export function readDate(
  member: string,
  raw: string | undefined,
  context: ReadContext,
  warnings: Warning[],
): WireDate | undefined {
  if (raw === undefined || raw.trim() === '') return undefined;
  const date = parseWireDate(raw, dateOptions(context));
  if (date === undefined) {
    warnings.push({ code: 'date_unparsable', detail: `${member}: ${raw.slice(0, 100)}` });
  } else if (date.assumedZone !== undefined && context.profile.zone === undefined) {
    warnings.push({
      code: 'date_zone_assumed',
      detail: `${member}: ${date.raw} read as ${date.assumedZone}`,
    });
  }
  return date;
}

/**
 * The embargo of an embargo field. An empty one means what the profile says; a day without a time counts from its
 * first moment in the provider's zone, or, with no zone known, from when that day has begun everywhere on earth.
 */
export function embargoOf(raw: string, context: ReadContext): Embargo | undefined {
  const text = raw.trim();
  if (text === '') return context.profile.emptyEmbargo === 'none' ? undefined : { state: 'indefinite', text };
  const { zone } = context.profile;
  const date = parseWireDate(text, { ...dateOptions(context), ambiguity: 'later' });
  if (date?.precision === 'instant') return { state: 'until', until: date.instant, text };
  if (date !== undefined) {
    const day = date.instant.slice(0, 10);
    const start =
      zone === undefined
        ? `${day}T12:00:00Z`
        : parseWireDate(`${day}T00:00:00`, dateOptions(context))?.instant;
    return start === undefined ? { state: 'unreadable', text } : { state: 'until', until: start, text };
  }
  return embargoFromWords(`embargo ${text}`, { ...dateOptions(context), receivedAt: context.receivedAt });
}
