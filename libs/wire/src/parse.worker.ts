import { parseTransmission, type ParsedTransmission } from './parse.js';
import type { WireInput } from './reader.js';

/** The job of a worker thread: one transmission. */
export default function parse(input: WireInput): Promise<ParsedTransmission> {
  return parseTransmission(input);
}
