import { WireError } from '../../wire-error.js';

/**
 * The value of a JSON document.
 *
 * @throws WireError `json_malformed`
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) throw new WireError('json_malformed', error.message, { cause: error });
    throw error;
  }
}
