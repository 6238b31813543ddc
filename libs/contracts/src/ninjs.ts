import { z } from 'zod';

/**
 * The item model: IPTC ninjs 3.1 (https://iptc.org/std/ninjs/), the part of it that a text wire uses.
 * Objects are strict, as in the official schema: a member that ninjs does not know is a fault, not an extension.
 */
const uri = z.string().min(1);
/** RFC 3339 with a zone; ninjs calls it `date-time`. */
const instant = z.iso.datetime({ offset: true });

const textWithRole = z.strictObject({
  role: z.string().optional(),
  contentType: z.string().optional(),
  value: z.string(),
});

const body = textWithRole.extend({
  charCount: z.int().optional(),
  wordCount: z.int().optional(),
});

/** A thing named by a controlled vocabulary (`uri`), by a code as found (`literal`) or only by its name. */
const concept = z.strictObject({
  name: z.string().optional(),
  rel: z.string().optional(),
  uri: uri.optional(),
  literal: z.string().optional(),
});

const subject = concept.extend({
  creator: z.string().optional(),
  relevance: z.int().min(0).max(100).optional(),
  confidence: z.int().min(0).max(100).optional(),
});

const infoSource = z.strictObject({
  name: z.string().optional(),
  role: z.string().optional(),
  uri: uri.optional(),
  literal: z.string().optional(),
});

const genre = z.strictObject({
  name: z.string().optional(),
  uri: z.string().optional(),
  literal: z.string().optional(),
});

const rendition = z.strictObject({
  name: z.string(),
  href: uri.optional(),
  contentType: z.string().optional(),
  title: z.string().optional(),
  width: z.int().optional(),
  height: z.int().optional(),
  sizeInBytes: z.int().optional(),
  duration: z.number().optional(),
  format: z.string().optional(),
  aspectRatio: z.string().optional(),
  videoCodec: z.string().optional(),
  frameRate: z.number().optional(),
  transportProtocol: z.string().optional(),
  scanType: z.enum(['progressive', 'interlaced']).optional(),
  bitrate: z.string().optional(),
});

const altId = z.strictObject({ role: z.string().optional(), value: z.string().optional() });

const standard = z.strictObject({
  name: z.string().optional(),
  version: z.string().optional(),
  schema: uri.optional(),
});

const rightsInfo = z.strictObject({
  langId: uri.optional(),
  linkedRights: uri.optional(),
  encodedRights: z.string().optional(),
});

/** Kinds of news object of ninjs 3.1. */
export const newsTypes = [
  'text',
  'audio',
  'video',
  'picture',
  'graphic',
  'composite',
  'component',
  'event',
  'planning',
] as const;

/** Publication statuses of ninjs 3.1; an absent one means `usable`. */
export const pubStatuses = ['usable', 'withheld', 'canceled'] as const;
export type PubStatus = (typeof pubStatuses)[number];

const newsObject = z.strictObject({
  uri,
  type: z.enum(newsTypes).optional(),
  representationType: z.enum(['full', 'partial']).optional(),
  profile: z.string().optional(),
  version: z.string().optional(),
  firstCreated: instant.optional(),
  versionCreated: instant.optional(),
  contentCreated: instant.optional(),
  embargoedUntil: instant.optional(),
  pubStatus: z.enum(pubStatuses).optional(),
  urgency: z.int().min(1).max(9).optional(),
  copyrightHolder: z.string().optional(),
  copyrightNotice: z.string().optional(),
  usageTerms: z.string().optional(),
  edNote: z.string().optional(),
  language: z.string().optional(),
  descriptions: z.array(textWithRole).optional(),
  bodies: z.array(body).optional(),
  headlines: z.array(textWithRole).optional(),
  people: z.array(concept).optional(),
  organisations: z.array(concept).optional(),
  places: z.array(concept).optional(),
  subjects: z.array(subject).optional(),
  events: z.array(concept.extend({ id: z.string().optional() })).optional(),
  objects: z.array(concept).optional(),
  infoSources: z.array(infoSource).optional(),
  title: z.string().optional(),
  by: z.string().optional(),
  slugline: z.string().optional(),
  located: z.string().optional(),
  renditions: z.array(rendition).optional(),
  altIds: z.array(altId).optional(),
  standard: standard.optional(),
  genres: z.array(genre).optional(),
  expires: instant.optional(),
  rightsInfo: rightsInfo.optional(),
});

/** A picture, a related item or a package member; one level deep, `rel` says what it is to the item. */
const association = newsObject.extend({ name: z.string(), rel: z.string().optional() });

/** One ninjs 3.1 item. */
export const ninjsItem = newsObject.extend({ associations: z.array(association).optional() });

export type NinjsItem = z.infer<typeof ninjsItem>;
export type NinjsAssociation = z.infer<typeof association>;
export type NinjsRendition = z.infer<typeof rendition>;
export type NinjsConcept = z.infer<typeof concept>;
export type NinjsSubject = z.infer<typeof subject>;

/** What `item.standard` says of every item that leaves the normaliser. */
export const ninjsStandard = {
  name: 'ninjs',
  version: '3.1',
  schema: 'http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#',
} as const;

/** The main headline: role `main`, else the first; undefined when the item has none. */
export function mainHeadline(item: NinjsItem): string | undefined {
  return (item.headlines?.find((headline) => headline.role === 'main') ?? item.headlines?.[0])?.value;
}

/** The body as HTML (role `main`, content type `text/html`), or undefined for pictures and alerts. */
export function mainBody(item: NinjsItem): string | undefined {
  return (item.bodies?.find((candidate) => candidate.role === 'main') ?? item.bodies?.[0])?.value;
}
