import type { FormatName, Refusal } from '#contracts';
import { refuse } from '../../dispatch/index.js';
import { squeeze } from '../../text/index.js';

/** Fewer words are fill characters, end marks (`NNNN`) or what a damaged line left. */
const fewestWords = 5;
const excerptLength = 80;

/**
 * What stood outside of all messages of a line format: copy whose header was lost or cannot be read. It is no part of
 * its neighbours, and must not get lost either. Undefined when it says nothing.
 */
export function strayText(text: string, format: FormatName): Refusal | undefined {
  const words = text.match(/\p{L}{2,}/gu)?.length ?? 0;
  if (words < fewestWords) return undefined;
  const excerpt = squeeze(text.slice(0, 4 * excerptLength)).slice(0, excerptLength);
  return refuse('item_invalid', `text without a header that can be read: ${excerpt}`, format);
}
