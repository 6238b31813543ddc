import { stem } from './analysis/stem.js';
import { tokenise, type Token } from './analysis/tokenise.js';
import type { PhraseNode, QueryNode } from './ast.js';
import { defaultFields, type TextField } from './fields.js';
import { chooseFragments, type Span } from './fragments.js';

export interface HighlightOptions {
  /** The field that the text is; words that the query asks of other fields are not marked. Default: all words are. */
  readonly field?: TextField;
  /** At most so many fragments; 0 (the default) gives the whole text as one. */
  readonly maxFragments?: number;
  /** About how many UTF-16 units a fragment is long, without its tags; default 160, at least 20. */
  readonly fragmentLength?: number;
}

/**
 * The parts of a plain text that answer a query, as HTML: all text escaped, hits in `<mark>…</mark>`, no other tag.
 * Marks cover whole words (never an elided article, never a part of a grapheme). Fragments come in the order of the
 * text; an empty list says that nothing was hit. Words under NOT are not marked.
 */
export function highlight(
  text: string,
  ast: QueryNode,
  language: string | null | undefined,
  options: HighlightOptions = {},
): string[] {
  const { field, maxFragments = 0, fragmentLength = 160 } = options;
  const hits = findHits(tokenise(text), ast, language, field);
  if (hits.length === 0) return [];
  const fragments =
    maxFragments === 0
      ? [{ start: 0, end: text.length }]
      : chooseFragments(text, hits, maxFragments, Math.max(20, fragmentLength));
  return fragments.map((fragment) => mark(text, fragment, hits));
}

/** The words of a query that ask for a text field, by kind. */
interface Wanted {
  readonly stems: Map<string, number>;
  readonly prefixes: Map<string, number>;
  readonly phrases: PhraseNode[];
}

function findHits(
  tokens: readonly Token[],
  ast: QueryNode,
  language: string | null | undefined,
  field: TextField | undefined,
): Span[] {
  const wanted: Wanted = { stems: new Map(), prefixes: new Map(), phrases: [] };
  collect(ast, field, language, wanted);
  const reasons = new Map<number, number>();
  tokens.forEach(({ folded }, index) => {
    const reason = wanted.stems.get(stem(folded, language)) ?? prefixReason(wanted.prefixes, folded);
    if (reason !== undefined) reasons.set(index, reason);
  });
  wanted.phrases.forEach((phrase, number) => markPhrase(tokens, phrase, -1 - number, reasons));
  return tokens.flatMap((token, index) => {
    const reason = reasons.get(index);
    return reason === undefined ? [] : [{ start: token.start, end: token.end, reason }];
  });
}

function collect(
  node: QueryNode,
  field: TextField | undefined,
  language: string | null | undefined,
  wanted: Wanted,
): void {
  switch (node.kind) {
    case 'and':
    case 'or':
      for (const child of node.nodes) collect(child, field, language, wanted);
      break;
    case 'term':
      if (asks(node.field, field)) wanted.stems.set(stem(node.folded, language), wanted.stems.size);
      break;
    case 'prefix':
      if (asks(node.field, field)) wanted.prefixes.set(node.folded, 1000 + wanted.prefixes.size);
      break;
    case 'phrase':
      if (asks(node.field, field)) wanted.phrases.push(node);
      break;
    case 'all':
    case 'code':
    case 'range':
    case 'period':
    case 'not':
      break;
  }
}

function asks(asked: TextField | null, field: TextField | undefined): boolean {
  if (field === undefined) return true;
  const defaults: readonly TextField[] = defaultFields;
  return asked === null ? defaults.includes(field) : asked === field;
}

function prefixReason(prefixes: ReadonlyMap<string, number>, folded: string): number | undefined {
  for (const [prefix, reason] of prefixes) if (folded.startsWith(prefix)) return reason;
  return undefined;
}

function markPhrase(
  tokens: readonly Token[],
  phrase: PhraseNode,
  reason: number,
  reasons: Map<number, number>,
): void {
  const words = phrase.terms.map((term) => term.folded);
  for (let at = 0; at + words.length <= tokens.length; at += 1) {
    if (!words.every((word, offset) => tokens[at + offset]?.folded === word)) continue;
    for (let offset = 0; offset < words.length; offset += 1) reasons.set(at + offset, reason);
  }
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => escapes[letter] ?? letter);
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** A fragment as HTML; hits are widened to whole graphemes and cut at the fragment's ends. */
function mark(
  text: string,
  fragment: { readonly start: number; readonly end: number },
  hits: readonly Span[],
): string {
  const part = text.slice(fragment.start, fragment.end);
  let html = '';
  let plain = '';
  let marked = '';
  const flush = (): void => {
    html += marked === '' ? escapeHtml(plain) : `${escapeHtml(plain)}<mark>${escapeHtml(marked)}</mark>`;
    plain = '';
    marked = '';
  };
  let next = 0;
  let current: Span | undefined;
  for (const { segment, index } of graphemes.segment(part)) {
    const start = fragment.start + index;
    const end = start + segment.length;
    while ((hits[next]?.end ?? Infinity) <= start) next += 1;
    const hit = hits[next];
    const inside = hit !== undefined && hit.start < end;
    if (marked !== '' && (!inside || hit !== current)) flush();
    if (inside) {
      marked += segment;
      current = hit;
    } else {
      plain += segment;
    }
  }
  flush();
  return html;
}
