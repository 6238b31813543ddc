import { DateTime, FixedOffsetZone, type Zone } from 'luxon';
import type { PeriodNode } from './ast.js';
import { readBounds } from './bounds.js';
import type { TimeField } from './fields.js';

/** What a date names: from its first millisecond up to, and without, the end. */
interface Span {
  readonly start: DateTime;
  readonly end: DateTime;
}

const literal =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[Tt](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,3})\d*)?)?)?)?)?(?:([Zz])|([+-]\d{2}):?(\d{2}))?$/;

/**
 * Reads a condition on an instant: a year, month, day, minute, second or millisecond in ISO 8601, taken whole, in
 * the zone written after it or else in `zone` (IANA name). Undefined when it cannot be read or reaches beyond the
 * years 1900–2199 of UTC. Swapped ends are put right.
 */
export function readPeriod(field: TimeField, text: string, zone: string): PeriodNode | undefined {
  const node = readUnlimited(field, text, zone);
  return [node?.from, node?.before].every(isWithinYears) ? node : undefined;
}

function isWithinYears(instant: string | null | undefined): boolean {
  return typeof instant !== 'string' || (instant >= '1900' && instant < '22');
}

function readUnlimited(field: TimeField, text: string, zone: string): PeriodNode | undefined {
  const bounds = readBounds(text);
  if (bounds === undefined) return undefined;
  if (bounds.type === 'between') {
    const one = readSpan(bounds.low, zone);
    const other = readSpan(bounds.high, zone);
    if (one === undefined || other === undefined) return undefined;
    const [low, high] = one.start <= other.start ? [one, other] : [other, one];
    return period(field, low.start, high.end);
  }
  const span = readSpan(bounds.value, zone);
  if (span === undefined) return undefined;
  switch (bounds.type) {
    case 'is':
      return period(field, span.start, span.end);
    case 'from':
      return period(field, span.start, null);
    case 'above':
      return period(field, span.end, null);
    case 'upTo':
      return period(field, null, span.end);
    case 'below':
      return period(field, null, span.start);
  }
}

function period(field: TimeField, from: DateTime | null, before: DateTime | null): PeriodNode {
  return { kind: 'period', field, from: from && iso(from), before: before && iso(before) };
}

function iso(instant: DateTime): string {
  return new Date(instant.toMillis()).toISOString();
}

function readSpan(text: string, zone: string): Span | undefined {
  const match = literal.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction, utc, offsetHours, offsetMinutes] = match;
  const start = DateTime.fromObject(
    {
      year: Number(year),
      month: Number(month ?? 1),
      day: Number(day ?? 1),
      hour: Number(hour ?? 0),
      minute: Number(minute ?? 0),
      second: Number(second ?? 0),
      millisecond: Number((fraction ?? '').padEnd(3, '0')),
    },
    { zone: readZone(utc, offsetHours, offsetMinutes) ?? zone },
  );
  if (!start.isValid) return undefined;
  const unit = unitOf({ month, day, minute, second, fraction });
  return { start, end: start.plus({ [unit]: 1 }) };
}

function readZone(utc?: string, hours?: string, minutes?: string): Zone | undefined {
  if (utc !== undefined) return FixedOffsetZone.utcInstance;
  if (hours === undefined || minutes === undefined) return undefined;
  const sign = hours.startsWith('-') ? -1 : 1;
  return FixedOffsetZone.instance(sign * (Math.abs(Number(hours)) * 60 + Number(minutes)));
}

type Parts = Partial<Record<'month' | 'day' | 'minute' | 'second' | 'fraction', string | undefined>>;

/** The smallest unit that was written: the date stands for the whole of it. */
function unitOf(parts: Parts): 'years' | 'months' | 'days' | 'minutes' | 'seconds' | 'milliseconds' {
  if (parts.fraction !== undefined) return 'milliseconds';
  if (parts.second !== undefined) return 'seconds';
  if (parts.minute !== undefined) return 'minutes';
  if (parts.day !== undefined) return 'days';
  return parts.month === undefined ? 'years' : 'months';
}
