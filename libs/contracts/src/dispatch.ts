import { z } from 'zod';
import { ninjsItem } from './ninjs.js';

/** Names of the wire formats, as the CLI prints them. Formats keep the name of who owns them. */
export const formatNames = [
  'newsml-g2',
  'newsml-1',
  'nitf',
  'iptc7901',
  'anpa1312',
  'ninjs-1',
  'ninjs-2',
  'ninjs-3',
  'ap-media',
  'dpa-digitalwires',
  'reuters-json',
  'ritzau',
  'rss',
  'atom',
  'rdf',
  'jsonfeed',
  'wxr',
  'email',
  'text',
  'html',
] as const;
export const formatName = z.enum(formatNames);
export type FormatName = z.infer<typeof formatName>;

/** The intent of a dispatch, read from coded fields first and from signal words second. */
export const signals = ['new', 'update', 'correction', 'kill', 'withhold', 'advisory', 'resend'] as const;
export const signal = z.enum(signals);
export type Signal = z.infer<typeof signal>;

/** Something that was mended or guessed while reading; never a reason to refuse. */
export const warning = z.object({ code: z.string(), detail: z.string() });
export type Warning = z.infer<typeof warning>;

export const dateline = z.object({
  /** As it stood in the copy, for instance `Paris, 23 mai (Cinktank.com) –`. */
  text: z.string(),
  place: z.string().optional(),
  country: z.string().optional(),
  /** Calendar day `YYYY-MM-DD`; a missing year is taken from the received time. */
  date: z.string().optional(),
  agencies: z.array(z.string()),
});
export type Dateline = z.infer<typeof dateline>;

export const editorial = z.object({
  dateline: dateline.optional(),
  byline: z.string().optional(),
  /** Transmission priority, 1 the highest (IPTC 7901 1–6, the rank of ANPA letters); urgency is `item.urgency`. */
  priority: z.string().optional(),
  /** The agency's own sequence number of the transmission. */
  sequence: z.string().optional(),
  /** Take key: `1stLd`, `REFILE`, `=2` … */
  takeKey: z.string().optional(),
  category: z.array(z.string()),
  keywords: z.array(z.string()),
  /** The count that the agency declared; the item's own count is in `bodies[].wordCount`. */
  wordCount: z.number().optional(),
});
export type Editorial = z.infer<typeof editorial>;

/**
 * How long the copy is held back. `unreadable` = something says embargo and no instant could be read: it is
 * held for an operator and never published. `until` also stands in `item.embargoedUntil`.
 */
export const embargo = z.discriminatedUnion('state', [
  z.object({ state: z.literal('until'), until: z.iso.datetime({ offset: true }), text: z.string() }),
  z.object({ state: z.literal('indefinite'), text: z.string() }),
  z.object({ state: z.literal('unreadable'), text: z.string() }),
  /** The copy says that an earlier embargo no longer holds. */
  z.object({ state: z.literal('lifted'), text: z.string() }),
]);
export type Embargo = z.infer<typeof embargo>;

/** What says which story this is and which version of it. */
export const identity = z.object({
  /** The provider's own story key, version stripped; for formats without ids derived from the text. */
  story: z.string(),
  /** The version as the provider counts it, digits kept as a string; absent when the format has none. */
  version: z.string().optional(),
  /** Instant of the version AS DECLARED by the provider; absent when it had to be inferred. */
  versionCreated: z.iso.datetime({ offset: true }).optional(),
  /** `declared` = an id stood in the bytes, `derived` = made from the text. */
  basis: z.enum(['declared', 'derived']),
  /** Story keys, sequence numbers or titles of the items that a kill or correction names, other than itself. */
  targets: z.array(z.string()).optional(),
});
export type Identity = z.infer<typeof identity>;

export const textFacts = z.object({
  /** The body as plain text, paragraphs parted by a blank line; says the same as the HTML body. */
  plain: z.string(),
  /** BCP-47 tag used for search; declared, corrected by detection when the text is long enough. */
  language: z.string().optional(),
  declaredLanguage: z.string().optional(),
});

/** One normalised item: what `wiredesk parse` prints (with `file`) and what the normaliser emits. */
export const dispatch = z.object({
  format: formatName,
  item: ninjsItem,
  signal,
  identity,
  editorial,
  embargo: embargo.optional(),
  text: textFacts,
  warnings: z.array(warning),
});
export type Dispatch = z.infer<typeof dispatch>;

/** A part of a transmission that could not become a dispatch, with a stable code. */
export const refusal = z.object({
  format: formatName.optional(),
  rejected: z.object({ code: z.string(), detail: z.string() }),
});
export type Refusal = z.infer<typeof refusal>;

export type ReadResult = Dispatch | Refusal;

/** Tells a refusal from a dispatch. */
export function isRefusal(result: ReadResult): result is Refusal {
  return 'rejected' in result;
}
