/** Where a page has no better wish: English words, 24 hours, the reader's own zone. */
const locale = 'en-GB';
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Making a formatter costs more than using it a thousand times. */
function formatter(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = zone + JSON.stringify(options);
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(locale, { ...options, timeZone: zone });
  formatters.set(key, made);
  return made;
}

function formatted(iso: string, zone: string, options: Intl.DateTimeFormatOptions): string {
  const at = Date.parse(iso);
  return Number.isNaN(at) ? '' : formatter(zone, options).format(at);
}

/** The zone of the browser, for instance `Europe/Paris`; UTC where the browser does not know it. */
export function browserZone(): string {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return timeZone === 'Etc/Unknown' ? 'UTC' : timeZone;
}

/** `14:05` in the zone; empty for a time that cannot be read. */
export function clock(iso: string, zone: string): string {
  return formatted(iso, zone, { hour: '2-digit', minute: '2-digit' });
}

/** `Tuesday 24 May 2022`; put together here because the punctuation changes from one browser to the next. */
function longDay(iso: string, zone: string): string {
  const weekday = formatted(iso, zone, { weekday: 'long' });
  return `${weekday} ${formatted(iso, zone, { day: 'numeric', month: 'long', year: 'numeric' })}`.trim();
}

/** `Tuesday 24 May 2022, 14:05:09 CEST`. */
export function absolute(iso: string, zone: string): string {
  const time = formatted(iso, zone, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  });
  return time === '' ? '' : `${longDay(iso, zone)}, ${time}`;
}

/** `24 May, 14:05 CEST`, with the year when it is not this one. */
export function stamp(iso: string, now: number, zone: string): string {
  const year = formatted(iso, zone, { year: 'numeric' });
  if (year === '') return '';
  const other = year !== formatter(zone, { year: 'numeric' }).format(now);
  const day = formatted(iso, zone, {
    day: 'numeric',
    month: 'short',
    ...(other ? { year: 'numeric' } : {}),
  });
  return `${day}, ${formatted(iso, zone, { hour: '2-digit', minute: '2-digit', timeZoneName: 'short' })}`;
}

/** The calendar day `YYYY-MM-DD` in the zone; empty for a time that cannot be read. */
export function dayKey(at: number, zone: string): string {
  if (Number.isNaN(at)) return '';
  const parts = formatter(zone, { year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(at);
  const part = (type: string) => parts.find((candidate) => candidate.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}

/** `Today`, `Yesterday` or `Monday 23 May 2022`, as the day is in the zone. */
export function dayLabel(iso: string, now: number, zone: string): string {
  const key = dayKey(Date.parse(iso), zone);
  if (key === dayKey(now, zone)) return 'Today';
  if (key === previousDay(dayKey(now, zone))) return 'Yesterday';
  return longDay(iso, zone);
}

function previousDay(key: string): string {
  return new Date(Date.parse(`${key}T12:00:00Z`) - day).toISOString().slice(0, 10);
}

/** `now`, `4 min`, `3 h`, `2 d`; `in 20 min` for what is to come. Short, for a column. */
export function shortAgo(iso: string, now: number): string {
  const ago = now - Date.parse(iso);
  if (Number.isNaN(ago)) return '';
  const size = Math.abs(ago);
  if (size < minute) return 'now';
  const text =
    size < hour
      ? `${Math.floor(size / minute)} min`
      : size < 2 * day
        ? `${Math.floor(size / hour)} h`
        : `${Math.floor(size / day)} d`;
  return ago < 0 ? `in ${text}` : text;
}

const relativeFormat = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });

/**
 * `4 minutes ago`, `2 hours ago`, `yesterday`; what is to come within a day to the minute, `in 1 h 58 min`, because
 * an embargo ends at a minute.
 */
export function relative(iso: string, now: number): string {
  const ahead = Date.parse(iso) - now;
  if (Number.isNaN(ahead)) return '';
  const size = Math.abs(ahead);
  if (size < minute) return 'just now';
  if (size < hour) return relativeFormat.format(Math.trunc(ahead / minute), 'minute');
  if (ahead > 0 && size < day) {
    return `in ${Math.floor(size / hour)} h ${Math.floor((size % hour) / minute)} min`;
  }
  if (size < day) return relativeFormat.format(Math.trunc(ahead / hour), 'hour');
  return relativeFormat.format(Math.trunc(ahead / day), 'day');
}

/** Milliseconds that the zone is ahead of UTC at an instant. */
function offsetAt(at: number, zone: string): number {
  const parts = formatter(zone, {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const part = (type: string) => Number(parts.find((candidate) => candidate.type === type)?.value ?? '0');
  const wall = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return wall - Math.floor(at / 1000) * 1000;
}

/** The instant at which a calendar day `YYYY-MM-DD` begins in a zone, in epoch milliseconds; NaN for no day. */
export function startOfDay(key: string, zone: string): number {
  const midnight = Date.parse(`${key}T00:00:00Z`);
  if (Number.isNaN(midnight)) return Number.NaN;
  // Twice, because the offset at the first guess can be the one on the other side of a clock change.
  const guess = midnight - offsetAt(midnight, zone);
  return midnight - offsetAt(guess, zone);
}

/** The day after a calendar day. */
export function nextDay(key: string): string {
  return new Date(Date.parse(`${key}T12:00:00Z`) + day).toISOString().slice(0, 10);
}

export const timePresets = ['any', 'today', '24h', '7d', '30d', 'range'] as const;
export type TimePreset = (typeof timePresets)[number];

/** ISO bounds of a preset at this moment; `range` takes whole days, the last one included. */
export function timeBounds(
  time: { preset: TimePreset; fromDay: string; toDay: string },
  now: number,
  zone: string,
): { from: string | null; to: string | null } {
  const iso = (at: number) => (Number.isNaN(at) ? null : new Date(at).toISOString());
  switch (time.preset) {
    case 'any':
      return { from: null, to: null };
    case 'today':
      return { from: iso(startOfDay(dayKey(now, zone), zone)), to: null };
    case '24h':
      return { from: iso(now - day), to: null };
    case '7d':
      return { from: iso(now - 7 * day), to: null };
    case '30d':
      return { from: iso(now - 30 * day), to: null };
    case 'range':
      return {
        from: iso(startOfDay(time.fromDay, zone)),
        to: time.toDay === '' ? null : iso(startOfDay(nextDay(time.toDay), zone)),
      };
  }
}
