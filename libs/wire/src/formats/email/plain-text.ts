import { unifyLines } from '../../text/index.js';
import { joinWrapped } from '../support/wrapped-lines.js';

const quote = /^>+/;

/**
 * The paragraphs of a mail's plain text: soft line ends of `format=flowed` (RFC 3676) joined, lines that a mailer
 * wrapped joined, what stands behind the signature mark `-- ` left out.
 */
export function plainParagraphs(
  text: string,
  flowed: { readonly on: boolean; readonly delSp: boolean },
): string[] {
  const all = unifyLines(text).split('\n');
  const signature = all.findIndex((line) => line === '-- ');
  const lines = signature > 0 ? all.slice(0, signature) : all;
  return joinWrapped(flowed.on ? unflowed(lines, flowed.delSp) : lines);
}

/** A line that ends in a blank goes on in the next one of the same depth of quotation. */
function unflowed(lines: readonly string[], delSp: boolean): string[] {
  const joined: string[] = [];
  let openDepth = -1;
  for (const line of lines) {
    const depth = quote.exec(line)?.[0].length ?? 0;
    const text = line.slice(depth).replace(/^ /, '');
    const isSoft = text.endsWith(' ');
    const kept = isSoft && delSp ? text.slice(0, -1) : text;
    if (openDepth === depth) joined.push(`${joined.pop() ?? ''}${kept}`);
    else joined.push(kept);
    openDepth = isSoft ? depth : -1;
  }
  return joined;
}
