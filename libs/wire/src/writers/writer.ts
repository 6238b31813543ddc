import type { Embargo, Editorial, FormatName, NinjsItem, PubStatus, Signal } from '#contracts';

/** What is written: an item, with what a dispatch knows beside it. Every `Dispatch` is one; `{ item }` is enough. */
export interface Writable {
  readonly item: NinjsItem;
  readonly signal?: Signal | undefined;
  readonly editorial?: Partial<Editorial> | undefined;
  readonly embargo?: Embargo | undefined;
  readonly identity?: { readonly targets?: readonly string[] | undefined } | undefined;
}

/** What an item's document says beyond the item. */
export interface ItemOptions {
  /** Name of who provides the document. */
  readonly provider: string;
  /** When it is sent, RFC 3339: writers have no clock. */
  readonly sent: string;
}

/** What a feed says of itself. */
export interface FeedOptions {
  readonly title: string;
  /** Address of the page that the feed belongs to. */
  readonly link: string;
  /** Id of the feed, a URI that never changes. */
  readonly id: string;
  /** When anything in it changed last, RFC 3339. */
  readonly updated: string;
  /** Address of the feed itself. */
  readonly self?: string | undefined;
  readonly description?: string | undefined;
  /** BCP 47 tag. */
  readonly language?: string | undefined;
}

/**
 * One wire format as it is written. Writers are pure and never refuse: characters that a format cannot hold are left
 * out, so that the text is well-formed whatever the item says. Text is to be sent as UTF-8.
 */
export interface Writer<Source = Writable, Options = ItemOptions> {
  readonly format: FormatName;
  readonly contentType: string;
  /** File extension without its dot. */
  readonly extension: string;
  write(source: Source, options: Options): string;
}

/** A writer of one item. */
export type ItemWriter = Writer;
/**
 * A writer of a list of items. Feeds have no words for copy that must not appear: status and embargo stand in extensions
 * that many readers do not know, so whoever serves a feed to the public leaves such copy out.
 */
export type FeedWriter = Writer<readonly Writable[], FeedOptions>;

/**
 * The embargo as a field: an instant; `''` when the copy is held and nobody knows until when; undefined for none.
 */
export function embargoField({ item, embargo }: Writable): string | undefined {
  if (embargo?.state === 'indefinite' || embargo?.state === 'unreadable') return '';
  return embargo?.state === 'until' ? embargo.until : item.embargoedUntil;
}

/** The status: copy that is taken back or held is never written as usable, whatever the item's own status says. */
export function statusField({ item, signal }: Writable): PubStatus | undefined {
  if (signal === 'kill' || item.pubStatus === 'canceled') return 'canceled';
  return signal === 'withhold' ? 'withheld' : item.pubStatus;
}

/** The status for formats whose embargo field must hold an instant: without one the copy is withheld. */
export function statusWithoutEmbargo(source: Writable): PubStatus | undefined {
  const status = statusField(source);
  return status !== 'canceled' && embargoField(source) === '' ? 'withheld' : status;
}
