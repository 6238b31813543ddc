import type { FilingFacts } from '#contracts';
import type { StoryVersion } from './versions.js';

/** An embargo in force; `until` is set for state `until`. */
export interface Hold {
  readonly state: 'until' | 'indefinite' | 'unreadable';
  readonly until: string | null;
}

const strictness = { until: 0, indefinite: 1, unreadable: 2 } as const;

/** The stricter of two embargoes: what cannot be read or has no end before what ends, the later end before the earlier. */
export function strictest(one: Hold | null, other: Hold | null): Hold | null {
  if (one === null || other === null) return one ?? other;
  if (one.state !== other.state) return strictness[one.state] > strictness[other.state] ? one : other;
  return (one.until ?? '') >= (other.until ?? '') ? one : other;
}

export interface StoryEmbargo {
  readonly hold: Hold | null;
  /** The newest word on the embargo is that it no longer holds. */
  readonly lifted: boolean;
}

/**
 * The embargo of a story out of its versions, lowest rank first: a version keeps the strictest embargo known before
 * it, unless it says that the embargo is lifted. Whether its instant has passed is asked with `holds`.
 */
export function embargoOf(
  versions: readonly StoryVersion[],
  isReleased: (filing: FilingFacts) => boolean,
): StoryEmbargo {
  let hold: Hold | null = null;
  let lifted = false;
  for (const version of versions) {
    const filings = version.filings.filter((filing) => !isReleased(filing));
    if (filings.some((filing) => filing.embargoState === 'lifted')) {
      hold = null;
      lifted = true;
    }
    const own = filings.map(holdOf).reduce(strictest, null);
    if (own) lifted = false;
    hold = strictest(hold, own);
  }
  return { hold, lifted };
}

/** Whether an embargo still holds at an instant. */
export function holds(hold: Hold | null, now: string): hold is Hold {
  return hold !== null && (hold.state !== 'until' || (hold.until ?? '') > now);
}

function holdOf(filing: FilingFacts): Hold | null {
  if (filing.embargoState === null || filing.embargoState === 'lifted') return null;
  return { state: filing.embargoState, until: filing.embargoUntil };
}
