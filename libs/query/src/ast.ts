import type { CodeField, NumberField, TextField, TimeField } from './fields.js';

/**
 * The tree of a query: a closed union, so that every reader of it (matcher, SQL, Elasticsearch) is checked for
 * completeness by the compiler. `field: null` means the default fields (`defaultFields`): a hit in one is enough.
 */
export type QueryNode =
  | AllNode
  | TermNode
  | PrefixNode
  | PhraseNode
  | CodeNode
  | RangeNode
  | PeriodNode
  | AndNode
  | OrNode
  | NotNode;

/** Matches every document: the empty query. */
export interface AllNode {
  readonly kind: 'all';
}

/** One word as typed and as compared. */
export interface QueryWord {
  readonly text: string;
  readonly folded: string;
}

/** A word; matches the same folded word and any word with the same stem in the document's language. */
export interface TermNode extends QueryWord {
  readonly kind: 'term';
  readonly field: TextField | null;
}

/** A beginning of a folded word, at least two characters long; not stemmed. */
export interface PrefixNode extends QueryWord {
  readonly kind: 'prefix';
  readonly field: TextField | null;
}

/** Folded words next to each other in one value of one field; not stemmed, so a phrase of one word is that very word. */
export interface PhraseNode {
  readonly kind: 'phrase';
  readonly field: TextField | null;
  /** At least one. */
  readonly terms: readonly QueryWord[];
}

/** A code that must be equal, in lower case; a language also matches its narrower tags (`fr` matches `fr-CA`). */
export interface CodeNode {
  readonly kind: 'code';
  readonly field: CodeField;
  readonly value: string;
}

/** A whole number within bounds, both inclusive; null is open, never both. A document without the number fails. */
export interface RangeNode {
  readonly kind: 'range';
  readonly field: NumberField;
  readonly min: number | null;
  readonly max: number | null;
}

/** An instant within [from, before); ISO 8601 in UTC with milliseconds; null is open, never both. */
export interface PeriodNode {
  readonly kind: 'period';
  readonly field: TimeField;
  readonly from: string | null;
  readonly before: string | null;
}

/** All of at least two nodes. */
export interface AndNode {
  readonly kind: 'and';
  readonly nodes: readonly QueryNode[];
}

/** Any of at least two nodes. */
export interface OrNode {
  readonly kind: 'or';
  readonly nodes: readonly QueryNode[];
}

export interface NotNode {
  readonly kind: 'not';
  readonly node: QueryNode;
}

export const all: AllNode = { kind: 'all' };

/** The conjunction in its shortest form: nested conjunctions are flattened, `all` left out. */
export function and(nodes: readonly QueryNode[]): QueryNode {
  const flat = nodes
    .flatMap((node) => (node.kind === 'and' ? node.nodes : [node]))
    .filter((node) => node.kind !== 'all');
  return combine(flat, 'and');
}

/** The disjunction in its shortest form; with `all` in it, it is `all`. */
export function or(nodes: readonly QueryNode[]): QueryNode {
  const flat = nodes.flatMap((node) => (node.kind === 'or' ? node.nodes : [node]));
  return flat.some((node) => node.kind === 'all') ? all : combine(flat, 'or');
}

/** The negation in its shortest form: two cancel out. */
export function not(node: QueryNode): QueryNode {
  return node.kind === 'not' ? node.node : { kind: 'not', node };
}

function combine(nodes: readonly QueryNode[], kind: 'and' | 'or'): QueryNode {
  const [first, second] = nodes;
  if (first === undefined) return all;
  return second === undefined ? first : { kind, nodes };
}
