import { z } from 'zod';

/** Ids that people choose: feeds and providers. */
export const slug = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/, 'must be 1 to 64 of a-z, 0-9, ".", "_" and "-"');

const webhookSecret = z
  .string()
  .regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/, 'must be whsec_ and 24 to 64 bytes in base64');
const superdeskSecret = z.string().min(16, 'must have 16 characters or more').max(200);

/** Secrets of signed pushes: two of a kind while one replaces the other. They are never shown again. */
const signatures = z.strictObject({
  standardWebhooks: z.array(webhookSecret).max(2).default([]),
  superdesk: z.array(superdeskSecret).max(2).default([]),
});

/** `POST /v1/feeds`. */
export const createFeed = z.strictObject({
  id: slug,
  provider: slug.describe('The agency whose copy comes through the feed.'),
  kind: z.literal('push', 'must be push: this version takes no other').default('push'),
  profile: slug
    .optional()
    .describe("Profile to read with; absent = one named like the provider, else the content's own."),
  signatures: signatures.optional(),
});
export type CreateFeed = z.output<typeof createFeed>;

/** `PATCH /v1/feeds/{feed}`: what is given changes, the rest stays. The provider is part of every story's id and stays. */
export const changeFeed = z.strictObject({
  profile: slug.nullable().optional(),
  enabled: z.boolean().optional().describe('false = pushes are refused'),
  signatures: signatures.optional(),
});
export type ChangeFeed = z.output<typeof changeFeed>;
