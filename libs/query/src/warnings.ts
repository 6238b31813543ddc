/** What was mended in a query or left out of it; stable codes. */
export const queryWarningCodes = [
  'quote_unclosed',
  'phrase_empty',
  'parenthesis_unclosed',
  'parenthesis_unopened',
  'operator_dangling',
  'field_unknown',
  'field_empty',
  'value_unknown',
  'value_unreadable',
  'prefix_too_short',
  'wildcard_ignored',
  'proximity_ignored',
] as const;
export type QueryWarningCode = (typeof queryWarningCodes)[number];

export interface QueryWarning {
  readonly code: QueryWarningCode;
  /** A sentence for the person who typed the query. */
  readonly detail: string;
  /** UTF-16 offset in the query. */
  readonly at?: number;
}
