import type { QueryNode } from './ast.js';
import type { CodeField } from './fields.js';

/** Something a document must hold: a word (by stem), a beginning of a word, or a code. */
export type RequiredTerm =
  | { readonly kind: 'word' | 'prefix'; readonly folded: string }
  | { readonly kind: 'code'; readonly field: CodeField; readonly value: string };

/**
 * A set of terms of which every document that answers the query holds at least one, chosen to be rare; null when
 * there is no such set (`-sport`, date ranges, the empty query) and the query must be tried on each document.
 */
export function requiredTerms(ast: QueryNode): readonly RequiredTerm[] | null {
  return choose(ast)?.terms ?? null;
}

/** `cost` guesses how many documents hold one of the terms; only its order counts. */
interface Choice {
  readonly terms: readonly RequiredTerm[];
  readonly cost: number;
}

function choose(node: QueryNode): Choice | null {
  switch (node.kind) {
    case 'term':
      return wordChoice(node.folded);
    case 'prefix':
      return { terms: [{ kind: 'prefix', folded: node.folded }], cost: 20 / node.folded.length };
    case 'phrase':
      return node.terms.map((term) => wordChoice(term.folded)).reduce(cheaper);
    case 'code':
      return { terms: [{ kind: 'code', field: node.field, value: node.value }], cost: 100 };
    case 'and':
      return node.nodes
        .map(choose)
        .reduce((one, other) => (one && other ? cheaper(one, other) : (one ?? other)));
    case 'or':
      return node.nodes.map(choose).reduce((one, other) => one && other && both(one, other));
    case 'all':
    case 'range':
    case 'period':
    case 'not':
      return null;
  }
}

/** Long words are rarer than short ones. */
function wordChoice(folded: string): Choice {
  return { terms: [{ kind: 'word', folded }], cost: 10 / folded.length };
}

function cheaper(one: Choice, other: Choice): Choice {
  return other.cost < one.cost ? other : one;
}

function both(one: Choice, other: Choice): Choice {
  return { terms: [...one.terms, ...other.terms], cost: one.cost + other.cost };
}
