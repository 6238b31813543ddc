import type { Embargo, Signal } from './dispatch.js';
import type { PubStatus } from './ninjs.js';

/**
 * What the identity decisions need to know of one filing, and no more: made from a dispatch by #identity, kept in a
 * lean row by #store, so that a story's truth can be folded again from its filings without reading any body.
 * Instants are ISO 8601 in UTC with milliseconds, so that they sort as text.
 */
export interface FilingFacts {
  readonly dispatchId: string;
  readonly transmissionId: string;
  /** Place in the transmission. With `transmissionId` it names the filing over all runs of the normaliser. */
  readonly index: number;
  readonly run: number;
  readonly provider: string;
  readonly feed: string;
  readonly storyId: string;
  readonly version: string | null;
  /** As declared by the provider; null when it declared none. */
  readonly versionCreated: string | null;
  readonly firstCreated: string | null;
  readonly receivedAt: string;
  readonly signal: Signal;
  /** The publication status that coded fields and signal together ask for. */
  readonly standing: PubStatus;
  readonly embargoState: Embargo['state'] | null;
  /** Set when `embargoState` is `until`. */
  readonly embargoUntil: string | null;
  /** Whether the provider's profile lets a later version bring a killed story back. */
  readonly reinstates: boolean;
  /** Key of headline and body with typography taken away: equal for variants of one version. */
  readonly versionKey: string;
  /** Key of the body by which copies of other stories are found; null when there is no text to compare. */
  readonly groupKey: string | null;
  /** SHA-256 of everything that the item says, its dates and version left out; the address of its body. */
  readonly contentHash: string;
  /** How many typographic characters the text has: of two variants the better set one is shown. */
  readonly typography: number;
  /** The smallest hashes of the text's long words: a rough measure of whether two versions share any. */
  readonly sketch: readonly number[];
  /** How many different long words the sketch was drawn from. */
  readonly sketchOf: number;
  /** Tokens (signed 64-bit integers as text) by which a kill may name this item. */
  readonly names: readonly string[];
  /** Tokens of the items that this kill or withhold names. */
  readonly targets: readonly string[];
  /** A note about other items, not copy of its own: no version of any story. */
  readonly notice: boolean;
}
