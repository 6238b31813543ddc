import type { FormatName, ReadResult } from '#contracts';
import type { Profile } from './profiles/profile.js';

/** The bytes of one transmission and what is known about them from outside. */
export interface WireInput {
  readonly bytes: Uint8Array;
  /** Content type as declared by whoever sent it, parameters included. */
  readonly contentType?: string | undefined;
  readonly filename?: string | undefined;
  /** When the bytes came in: gives missing years, and the time of copy that carries none. */
  readonly receivedAt: Date;
  /** Slug of the feed's provider, when one is known: ids are minted under it. */
  readonly provider?: string | undefined;
  /** Slug of the profile to read with; without one the provider is recognised from the content. */
  readonly profile?: string | undefined;
}

/** What a reader gets: decoded text beside the bytes, and the profile that applies. */
export interface ReadContext {
  readonly bytes: Uint8Array;
  /** The bytes decoded by evidence, BOM gone, nothing illegal in XML or JSON left. */
  readonly text: string;
  readonly charset: { readonly name: string; readonly basis: string; readonly suspect: boolean };
  readonly contentType: string | undefined;
  readonly filename: string | undefined;
  readonly receivedAt: Date;
  readonly profile: Profile;
}

/**
 * One wire format. Readers are pure: the same context gives the same results. One bad item must not cost its
 * neighbours: a reader answers a refusal in that item's place. It throws `WireError` only when the document as a
 * whole cannot be read.
 */
export interface Reader {
  readonly formats: readonly FormatName[];
  /** The format is framed by control characters: that the text has none of them any more is no fault of the sender's. */
  readonly framed?: boolean;
  /**
   * How sure the reader is that these are its bytes, 0–1, from the first kilobytes alone. The registry asks all and
   * takes the surest; the declared content type only breaks ties.
   */
  sniff(head: string, context: Pick<ReadContext, 'bytes' | 'contentType' | 'filename'>): number;
  read(context: ReadContext): ReadResult[];
}
