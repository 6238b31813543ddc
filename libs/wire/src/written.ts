import { isRefusal, type Refusal } from '#contracts';
import type { ParsedTransmission } from './parse.js';

/** A dispatch ready for the log. */
export interface WrittenDispatch {
  /** The provider's own story key, as in the dispatch. */
  readonly story: string;
  /** The dispatch as JSON in UTF-8. */
  readonly json: Uint8Array;
}

/** What came out of one transmission, its dispatches written. */
export interface WrittenTransmission extends Omit<ParsedTransmission, 'results'> {
  /** One entry for each item, in the order of the document; never empty. */
  readonly results: readonly (WrittenDispatch | Refusal)[];
}

/** Tells a refusal from a dispatch. */
export function isRefused(result: WrittenDispatch | Refusal): result is Refusal {
  return 'rejected' in result;
}

/** Writes the dispatches of a transmission. */
export function written({ results, ...facts }: ParsedTransmission): WrittenTransmission {
  return {
    ...facts,
    results: results.map((result) =>
      isRefusal(result)
        ? result
        : { story: result.identity.story, json: Buffer.from(JSON.stringify(result)) },
    ),
  };
}
