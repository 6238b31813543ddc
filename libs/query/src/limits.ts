/** What one query may ask for; over it a QueryError is thrown, since a cut query would answer another question. */
export const queryLimits = {
  /** UTF-16 units of the text. */
  length: 4096,
  /** Words, phrases' words and conditions together. */
  clauses: 256,
  /** Parentheses within parentheses as typed, needless ones included. */
  nesting: 64,
  /** And, or, not within each other in the tree. */
  depth: 24,
} as const;
