import { z } from 'zod';
import { slug } from '../feeds/feed-schemas.js';

export const quarantineStates = ['open', 'replayed', 'dismissed', 'skipped'] as const;

const code = z.string().regex(/^[a-z0-9_]{1,64}$/, 'must be a code such as xml_broken');

/** `GET /v1/quarantine`. */
export const listQuarantine = z.strictObject({
  feed: slug.optional(),
  provider: slug.optional(),
  code: code.optional(),
  transmissionId: z.uuid().optional(),
  state: z.enum(quarantineStates).default('open'),
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z.string().max(300).optional(),
});
export type ListQuarantine = z.output<typeof listQuarantine>;

/** `POST /v1/quarantine/replay`: all open entries that fit; with neither, all. */
export const replayQuarantine = z.strictObject({ feed: slug.optional(), code: code.optional() }).default({});
export type ReplayQuarantine = z.output<typeof replayQuarantine>;
