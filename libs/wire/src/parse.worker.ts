import { move } from 'piscina';
import { parseTransmission } from './parse.js';
import { readRequest, writeResponse } from './worker-protocol.js';
import { written, type WrittenTransmission } from './written.js';

/** The job of a worker thread: some transmissions, one after the other. */
export default async function parse(request: Uint8Array): Promise<unknown> {
  const transmissions: WrittenTransmission[] = [];
  for (const input of readRequest(request)) transmissions.push(written(await parseTransmission(input)));
  return move(writeResponse(transmissions));
}
