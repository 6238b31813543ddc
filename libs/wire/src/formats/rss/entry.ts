import type { NinjsAssociation } from '#contracts';
import type { CleanBody } from '../../html/index.js';

/** A text of an entry, cleaned. */
export interface EntryText {
  /** Undefined for text that was plain. */
  readonly html?: string | undefined;
  readonly plain: string;
  readonly images: CleanBody['images'];
}

/** What an entry of any feed says, before its identity is settled. */
export interface FeedEntry {
  readonly guid?: string | undefined;
  readonly link?: string | undefined;
  /** Other addresses that are the entry's own, such as the publisher's behind a counter's. */
  readonly otherLinks: readonly string[];
  /** One line of plain text. */
  readonly title?: string | undefined;
  /** The fullest text. */
  readonly body?: EntryText | undefined;
  readonly summaries: readonly string[];
  readonly published?: string | undefined;
  readonly updated?: string | undefined;
  readonly authors: readonly string[];
  readonly categories: readonly {
    readonly name: string;
    readonly code?: string | undefined;
    readonly scheme?: string | undefined;
  }[];
  readonly keywords: readonly string[];
  readonly media: readonly NinjsAssociation[];
  readonly language?: string | undefined;
  readonly rights?: string | undefined;
  /** The feed or outlet that the entry was taken from, when it says so. */
  readonly source?: string | undefined;
  /** Status of the entry as ninjs names it. */
  readonly status?: string | undefined;
  /** From when it may be used; `''` when the feed says embargo and no time. */
  readonly embargo?: string | undefined;
}

/** What a feed says of all its entries. */
export interface FeedFacts {
  readonly title?: string | undefined;
  readonly language?: string | undefined;
  readonly rights?: string | undefined;
  readonly baseUrl?: string | undefined;
}
