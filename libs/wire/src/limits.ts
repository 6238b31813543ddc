/** Bounds on one transmission: what lies beyond is refused with a code, never read halfway. */
export const wireLimits = {
  /** Decoded bytes of a transmission. */
  maxBytes: 32 * 1024 * 1024,
  /** Items in one transmission. */
  maxItems: 5_000,
  /** Nesting of XML elements. */
  maxDepth: 256,
  /** Characters of a line that line rules look at: a longer line is prose. */
  maxRuleLine: 600,
  /** Characters of a derived headline. */
  maxDerivedHeadline: 100,
} as const;
