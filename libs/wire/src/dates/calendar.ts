/** A date of the calendar and the time of a clock, without a zone. */
export interface ClockTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
}

const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Days of a month 1–12; 0 for any other number. */
export function daysInMonth(year: number, month: number): number {
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return leap ? 29 : (lengths[month - 1] ?? 0);
}

/** Whether such a day exists: 29 February only in leap years, and no roll-over as in `Date`. */
export function isDay(year: number, month: number, day: number): boolean {
  return year >= 1000 && year <= 9999 && day >= 1 && day <= daysInMonth(year, month);
}

/**
 * The clock time as milliseconds as if it were UTC, or undefined when no clock shows it. A leap second counts as
 * :59, 24:00 as the next midnight.
 */
export function clockMillis(time: ClockTime): number | undefined {
  if (!isDay(time.year, time.month, time.day)) return undefined;
  const endOfDay = time.hour === 24 && time.minute === 0 && time.second === 0;
  if ((time.hour > 23 && !endOfDay) || time.minute > 59 || time.second > 60) return undefined;
  const second = Math.min(time.second, 59);
  return Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute, second, time.millisecond);
}

/** RFC 3339 in UTC, milliseconds only when there are any. */
export function formatInstant(millis: number): string {
  const text = new Date(millis).toISOString();
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text;
}

/** `YYYY-MM-DD` */
export function formatDay(year: number, month: number, day: number): string {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

const twoDays = 2 * 86_400_000;

/**
 * The year of a day written without one: the latest year in which the day exists and lies at most two days after
 * the copy came in (copy is sometimes dated ahead).
 */
export function yearOf(month: number, day: number, receivedAt: Date): number | undefined {
  const last = receivedAt.getUTCFullYear() + 1;
  for (let year = last; year > last - 10; year--) {
    if (isDay(year, month, day) && Date.UTC(year, month - 1, day) <= receivedAt.getTime() + twoDays)
      return year;
  }
  return undefined;
}
