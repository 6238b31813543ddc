import type { Editorial, FormatName, NinjsItem, Signal, Warning } from '#contracts';

/**
 * What a reader found in one item, before it is finished. Readers fill what the bytes say and leave out the rest:
 * `buildDispatch` mends, chooses and derives in one place, so that all formats behave alike.
 */
export interface DispatchDraft {
  readonly format: FormatName;
  /** ninjs members that could be taken over as they are; a `uri` may be any string, it is made valid later. */
  readonly item: Partial<NinjsItem>;
  /** The provider's own key of the story, version stripped where the reader knows how; the profile's id rules
   * are applied on top. Absent when the format has none: the key is then derived from the text. */
  readonly storyKey?: string | undefined;
  readonly version?: string | undefined;
  readonly versionCreatedRaw?: string | undefined;
  readonly firstCreatedRaw?: string | undefined;
  /** `''` = an embargo element was there and empty. */
  readonly embargoRaw?: string | undefined;
  /** Status in any spelling: `usable`, `Cancelled`, `stat:withheld`, `embargoed`, `OPEN` … */
  readonly pubStatusRaw?: string | undefined;
  /** Signal out of coded fields; words are only looked at without one. */
  readonly signal?: Signal | undefined;
  /** Codes that the profile may translate into a signal (`edStat:C`, `sig:correction`); looked at after `signal`. */
  readonly signalCodes?: readonly string[] | undefined;
  /** Whether the bytes say that this version follows another: an update, unless codes or words say more. */
  readonly revises?: boolean | undefined;
  /** What a kill or correction names, other than itself: ids, sequence numbers, titles. */
  readonly targets?: readonly string[] | undefined;
  readonly declaredLanguage?: string | undefined;
  /**
   * The body. `html` with `plain` comes from `cleanHtml` and is trusted; `html` alone is cleaned; `plain` alone
   * (paragraphs parted by blank lines) becomes paragraphs.
   */
  readonly body?: { readonly html?: string | undefined; readonly plain?: string | undefined } | undefined;
  /** Headline as it stood; may hold markup and entities' leftovers, becomes plain text. */
  readonly headlineRaw?: string | undefined;
  readonly editorial?: Partial<Editorial> | undefined;
  readonly warnings?: readonly Warning[] | undefined;
}
