import { isRefusal, type Dispatch } from '#contracts';
import { parseTransmission } from '../parse.js';

/** When the documents of these specs come in: after all dates of the items. */
export const receivedAt = new Date('2026-03-01T12:00:00Z');

/** For specs: what our own reader makes of a written document; refusals fail the test with their detail. */
export async function readBack(text: string): Promise<Dispatch[]> {
  const { results } = await parseTransmission({ bytes: new TextEncoder().encode(text), receivedAt });
  return results.map((result) => {
    if (isRefusal(result)) throw new Error(`refused: ${JSON.stringify(result)}\n${text}`);
    return result;
  });
}

/** For specs: what XML 1.0, and readers of JSON that are strict, do not take. */
export const illegal = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufeff\ufffe\uffff]/;
