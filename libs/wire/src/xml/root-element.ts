/** The start tag of a document's root, as far as a text's beginning shows it. */
export interface RootTag {
  readonly name: string;
  /** Name without its prefix. */
  readonly local: string;
  /** The tag as written, attributes included. */
  readonly tag: string;
}

const startTag = /^<([\p{L}_][\p{L}\p{N}_.:-]{0,100})(?=[\s/>])[^<>]*/u;

let last: { readonly head: string; readonly root: RootTag | undefined } | undefined;

/**
 * Steps over prolog, comments and document type to the root; undefined when the text does not begin as XML does.
 * Remembers the last answer: all readers of XML ask about the same head.
 */
export function rootTagOf(head: string): RootTag | undefined {
  if (last?.head !== head) last = { head, root: findRootTag(head) };
  return last.root;
}

function findRootTag(head: string): RootTag | undefined {
  let index = 0;
  for (;;) {
    while (/[\s\uFEFF]/.test(head[index] ?? 'x')) index += 1;
    if (head.startsWith('<?', index)) index = after(head, '?>', index);
    else if (head.startsWith('<!--', index)) index = after(head, '-->', index);
    else if (/^<!doctype/i.test(head.slice(index, index + 9))) index = afterDoctype(head, index);
    else break;
  }
  const match = startTag.exec(head.slice(index, index + 8_192));
  if (match?.[1] === undefined) return undefined;
  const colon = match[1].indexOf(':');
  return { name: match[1], local: colon > 0 ? match[1].slice(colon + 1) : match[1], tag: match[0] };
}

function after(text: string, end: string, from: number): number {
  const found = text.indexOf(end, from);
  return found < 0 ? text.length : found + end.length;
}

function afterDoctype(text: string, from: number): number {
  const bracket = text.indexOf('[', from);
  const close = text.indexOf('>', from);
  return bracket < 0 || close < bracket
    ? after(text, '>', from)
    : after(text, '>', after(text, ']', bracket));
}
