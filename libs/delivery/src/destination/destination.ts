import { z } from 'zod';
import { isSecret, type DestinationSecret } from './secrets.js';

/**
 * Kinds of event that a destination may choose. Kills, withholds and corrections of copy that it received come
 * whatever it chose.
 */
export const destinationEvents = [
  'created',
  'updated',
  'corrected',
  'killed',
  'withheld',
  'released',
] as const;
export type DestinationEvent = (typeof destinationEvents)[number];

/** The providers whose copy may go somewhere; `*` = every one. */
export type Entitlement = '*' | readonly string[];

/** Where events are delivered, and how it fares. */
export interface Destination {
  readonly id: string;
  readonly url: string;
  /** In the query language of the search; empty = everything. */
  readonly query: string;
  readonly providers: Entitlement;
  /** Null = all kinds. */
  readonly events: readonly DestinationEvent[] | null;
  readonly secrets: readonly DestinationSecret[];
  readonly active: boolean;
  /** Why it was switched off by itself: `gone` (410) or `failing`; null when it was not. */
  readonly disabledReason: string | null;
  /** Failed attempts in a row. */
  readonly failures: number;
  readonly failingSince: Date | null;
  /** Nothing is sent before this instant: the destination asked for a pause. */
  readonly throttledUntil: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** A destination as its managers see it: everything but the secrets themselves. */
export interface DestinationView extends Omit<Destination, 'secrets' | 'providers'> {
  readonly providers: '*' | readonly string[];
  readonly secrets: readonly { readonly createdAt: string; readonly expiresAt: string | null }[];
}

/** Its id stands in `webhook-id`, which may hold no dots. */
export const destinationId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, 'must be a slug of a–z, 0–9, - and _');

const url = z
  .string()
  .max(2_048)
  .refine(isWebhookUrl, 'must be an http or https URL without user name and password');
const query = z.string().max(4_096);
const slug = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,62}$/, 'must be a slug');
const providers = z.union([z.literal('*'), z.array(slug).min(1).max(1_000)]);
const events = z.union([z.null(), z.array(z.enum(destinationEvents)).min(1)]);
const secret = z
  .string()
  .refine(isSecret, 'must be whsec_ followed by 24 to 64 bytes in base64 (Standard Webhooks)');

/** Body of `POST /v1/destinations`. */
export const newDestination = z.strictObject({
  id: destinationId,
  url,
  secret: secret.optional(),
  query: query.default(''),
  providers: providers.optional(),
  events: events.default(null),
  active: z.boolean().default(true),
});
export type NewDestination = z.output<typeof newDestination>;

/** Body of `PATCH /v1/destinations/{id}`: the members to change. */
export const destinationChange = z
  .strictObject({
    url: url.optional(),
    query: query.optional(),
    providers: providers.optional(),
    events: events.optional(),
    active: z.boolean().optional(),
  })
  .refine((change) => Object.keys(change).length > 0, 'names nothing to change');
export type DestinationChange = z.output<typeof destinationChange>;

/** Body of `POST /v1/destinations/{id}/secret`. */
export const secretRotation = z.strictObject({
  secret: secret.optional(),
  /** Hours in which the former secret signs too; 0 = it ends now. */
  overlapHours: z.number().min(0).max(168).optional(),
});
export type SecretRotation = z.output<typeof secretRotation>;

/** Whether copy of a provider may go to whoever holds this entitlement. */
export function isEntitled(entitlement: Entitlement, provider: string): boolean {
  return entitlement === '*' || entitlement.includes(provider);
}

/** Whether all of one entitlement lies within another. */
export function isWithin(inner: Entitlement, outer: Entitlement): boolean {
  if (outer === '*') return true;
  return inner !== '*' && inner.every((provider) => outer.includes(provider));
}

/** The view of a destination that may be shown. */
export function viewOf({ secrets, ...destination }: Destination): DestinationView {
  return {
    ...destination,
    secrets: secrets.map(({ createdAt, expiresAt }) => ({ createdAt, expiresAt })),
  };
}

function isWebhookUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, hostname } = new URL(text);
  return /^https?:$/.test(protocol) && hostname !== '' && username === '' && password === '';
}
