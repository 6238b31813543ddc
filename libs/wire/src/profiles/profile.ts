import { z } from 'zod';
import { sourcePattern } from './source-pattern.js';

const words = z.array(z.string().min(1)).default([]);
const slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/);

/**
 * How an id splits into the lasting key of the story and the version inside it. `pattern` is a regular expression
 * with the named groups `key` and, when the id carries one, `version`; `key` may be rebuilt by `template` (`$<key>`).
 */
export const idRule = z.strictObject({
  pattern: sourcePattern,
  template: z.string().optional(),
});

/** Words that say what a dispatch is for; capitals count where the profile writes capitals. */
export const signalWords = z.strictObject({
  update: words,
  correction: words,
  kill: words,
  withhold: words,
  advisory: words,
  resend: words,
});

/** Lines of scraped pages that are not copy, beyond those known for the language. */
export const pageWords = z.strictObject({
  navigation: words,
  related: words,
  promo: words,
  noise: words,
});

/**
 * DATA about a provider's habits. A format reader knows the format; whatever one agency does differently stands here.
 * Built-in profiles are the YAML files of this library; an operator's overrides are parsed by the same schema.
 */
export const profile = z.strictObject({
  id: slug,
  /** Shown to people. */
  name: z.string().min(1),
  /** Slug of the provider whose stories these are; the id when absent. */
  provider: slug,
  /** IANA zone of times written without one. */
  zone: z.string().optional(),
  /** Meaning of zone names that differ from country to country (`IST`, `CST`, `BST`), as offsets `+05:30`. */
  zoneNames: z.record(z.string(), z.string().regex(/^[+-]\d{2}:\d{2}$/)).default({}),
  /** Charset of bytes that say nothing about theirs. */
  charset: z.string().optional(),
  /** Language of copy that declares none and is too short to tell. */
  language: z.string().optional(),
  /** Names under which the agency signs, as they stand in datelines. */
  agencies: words,
  /** Where an agency's own dateline has no brackets or dash: extra patterns with the groups place, date, agency. */
  datelines: z.array(sourcePattern).default([]),
  /** How the provider is known from content when a feed names no profile. */
  recognise: z
    .strictObject({
      /** Beginnings of item ids: `urn:newsml:dpa.com:`, `tag:reuters.com,`. */
      uris: words,
      /** Provider codes and literals: `dpa`, `nprov:AFP`, `cvp.reuters.com`. */
      providers: words,
      /** Strings whose presence near the start of the document is enough. */
      contains: words,
    })
    .default({ uris: [], providers: [], contains: [] }),
  idRules: z.array(idRule).default([]),
  signals: signalWords.default({
    update: [],
    correction: [],
    kill: [],
    withhold: [],
    advisory: [],
    resend: [],
  }),
  /** Codes of the provider's own vocabularies and the signal they stand for, `edStat:C: correction`. */
  signalCodes: z
    .record(z.string(), z.enum(['new', 'update', 'correction', 'kill', 'withhold', 'advisory', 'resend']))
    .default({}),
  /** What the provider's own names of `meta` elements in NITF heads stand for, `NTBStikkord: slugline`. */
  metaNames: z
    .record(z.string(), z.enum(['slugline', 'category', 'sequence', 'priority', 'takeKey', 'wordCount']))
    .default({}),
  /** `(2)` behind a title counts the versions of the story. */
  numberedTitles: z.boolean().default(false),
  /** Last lines of an item that are not copy: sign-offs, initials, copyright lines. */
  tails: z.array(sourcePattern).default([]),
  page: pageWords.default({ navigation: [], related: [], promo: [], noise: [] }),
  /** What an embargo element without a content means: held until an operator lifts it, or nothing at all. */
  emptyEmbargo: z.enum(['indefinite', 'none']).default('indefinite'),
  /** A usable version that outranks a kill brings the story back without an operator. */
  reinstates: z.boolean().default(false),
});

type ProfileData = z.infer<typeof profile>;

/** A profile in use: its data and the SHA-256 of its canonical content, recorded with each dispatch. */
export interface Profile extends ProfileData {
  readonly hash: string;
}
