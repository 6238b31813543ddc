import type { Refusal } from '#contracts';
import type { WireInput } from './reader.js';
import { packMessage, unpackMessage } from './worker-message.js';
import { isRefused, type WrittenTransmission } from './written.js';

/** Everything of an input but its bytes, its instant as JSON has it. */
type InputFacts = Omit<WireInput, 'bytes' | 'receivedAt'> & { readonly receivedAt: string };

/** A transmission without its JSON: the dispatches' is in the parts of the message, in order. */
type TransmissionFacts = Omit<WrittenTransmission, 'results'> & {
  readonly results: readonly ({ readonly story: string } | Refusal)[];
};

/** The inputs of a job as one message. */
export function writeRequest(inputs: readonly WireInput[]): Uint8Array<ArrayBuffer> {
  const head: InputFacts[] = inputs.map(({ bytes: _bytes, receivedAt, ...facts }) => ({
    ...facts,
    receivedAt: receivedAt.toISOString(),
  }));
  return packMessage({ head, parts: inputs.map(({ bytes }) => bytes) });
}

export function readRequest(request: Uint8Array): WireInput[] {
  const { head, parts } = unpackMessage<InputFacts[]>(request);
  return head.map(({ receivedAt, ...facts }, index) => ({
    ...facts,
    receivedAt: new Date(receivedAt),
    bytes: parts[index] ?? new Uint8Array(),
  }));
}

/** The answers of a job as one message, in the order of its inputs. */
export function writeResponse(transmissions: readonly WrittenTransmission[]): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  const head: TransmissionFacts[] = transmissions.map(({ results, ...facts }) => ({
    ...facts,
    results: results.map((result) => {
      if (isRefused(result)) return result;
      parts.push(result.json);
      return { story: result.story };
    }),
  }));
  return packMessage({ head, parts });
}

export function readResponse(response: Uint8Array): WrittenTransmission[] {
  const { head, parts } = unpackMessage<TransmissionFacts[]>(response);
  let next = 0;
  return head.map(({ results, ...facts }) => ({
    ...facts,
    results: results.map((result) =>
      'rejected' in result ? result : { story: result.story, json: parts[next++] ?? new Uint8Array() },
    ),
  }));
}
