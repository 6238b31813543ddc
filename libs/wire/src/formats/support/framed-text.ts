import { decodeAs } from '../../charset/labels.js';
import type { ReadContext } from '../../reader.js';
import { unifyLines } from '../../text/index.js';

/** What the first bytes of a transmission must hold for a frame of control characters. */
const headBytes = 4_096;

/**
 * The text with its control characters: in the line formats they are the frame (SOH, STX, ETX, EOT, DEL …), which
 * `ReadContext.text` has no more. Line ends are `\n`.
 */
export function framedText({ bytes, charset }: Pick<ReadContext, 'bytes' | 'charset'>): string {
  const text = decodeAs(bytes, charset.name).toWellFormed();
  return unifyLines(text.startsWith('\uFEFF') ? text.slice(1) : text);
}

/** The first bytes of a transmission as characters, control characters included. */
export function framedHead(bytes: Uint8Array): string {
  const length = Math.min(bytes.length, headBytes);
  return Buffer.from(bytes.buffer, bytes.byteOffset, length).toString('latin1');
}

const controls = /[\u0000-\u0008\u000B-\u001F\u007F]/g;

/** A line without its control characters; tabs stay. */
export function withoutControls(line: string): string {
  return line.replace(controls, '');
}
