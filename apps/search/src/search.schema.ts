import { DateTime } from 'luxon';
import { z } from 'zod';
import { signals, storyStatuses } from '#contracts';
import { facetNames, searchSorts, searchViews } from '#search';

const valuesAtMost = 100;

/** A list in a URL: `a,b`, or the parameter several times, or both. */
function listOf<T extends z.ZodType>(value: T) {
  return z.preprocess((given) => {
    if (given === undefined) return undefined;
    const parts: unknown[] = Array.isArray(given) ? given : [given];
    return parts.flatMap((part) =>
      typeof part === 'string'
        ? part
            .split(',')
            .map((text) => text.trim())
            .filter(Boolean)
        : [part],
    );
  }, z.array(value).max(valuesAtMost).optional());
}

const flag = z.enum(['true', 'false', '1', '0', '']).transform((text) => text !== 'false' && text !== '0');
const short = z.string().min(1).max(200);
const dayOrInstant = z.union([z.iso.datetime({ offset: true }), z.iso.date()]);

const zone = z
  .string()
  .max(64)
  .refine((name) => DateTime.local({ zone: name }).isValid, 'is no IANA time zone');

const facets = z.preprocess(
  (given) =>
    given === 'true' || given === '1' ? facetNames.join(',') : given === 'false' ? undefined : given,
  listOf(z.enum(facetNames)),
);

/** The parameters of `GET /v1/search`. */
export const searchQuery = z.strictObject({
  q: z.string().default(''),
  provider: listOf(short),
  language: listOf(short),
  status: listOf(z.enum(storyStatuses)),
  signal: listOf(z.enum(signals)),
  category: listOf(short),
  subject: listOf(short),
  urgency: listOf(z.coerce.number().int().min(1).max(9)),
  /** An instant, or a day, which is taken whole in `time_zone`. */
  from: dayOrInstant.optional(),
  to: dayOrInstant.optional(),
  time_zone: zone.default('utc'),
  sort: z.enum(searchSorts).default('new'),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().max(4_000).optional(),
  facets,
  highlight: flag.default(false),
  view: z.enum(searchViews).default('groups'),
  includeHeld: flag.default(false),
});
export type SearchQuery = z.infer<typeof searchQuery>;

/** The parameters of `GET /v1/stream`. */
export const streamQuery = z.strictObject({
  q: z.string().default(''),
  time_zone: zone.default('utc'),
  /** The id of the last frame that was seen; the header `Last-Event-ID` counts before it. */
  since: z.string().max(200).optional(),
  includeHeld: flag.default(false),
});
export type StreamQuery = z.infer<typeof streamQuery>;

/** The parameters of `GET /v1/stories/{id}/diff`: two filings of the story. */
export const diffQuery = z.strictObject({ from: z.uuid(), to: z.uuid() });
export type DiffQuery = z.infer<typeof diffQuery>;

export const relatedQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(50).default(10),
});
export type RelatedQuery = z.infer<typeof relatedQuery>;

/** The beginning of a day or the instant itself, in UTC. */
export function periodStart(text: string, timeZone: string): string {
  return instantOf(text, timeZone, 0);
}

/** The end of a day, so that the day is taken in, or the instant itself, in UTC. */
export function periodEnd(text: string, timeZone: string): string {
  return instantOf(text, timeZone, 1);
}

function instantOf(text: string, timeZone: string, daysLater: number): string {
  if (text.includes('T')) return new Date(text).toISOString();
  return DateTime.fromISO(text, { zone: timeZone })
    .plus({ days: daysLater })
    .toUTC()
    .toJSDate()
    .toISOString();
}
