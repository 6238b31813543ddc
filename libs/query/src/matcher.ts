import { stem } from './analysis/stem.js';
import type { PeriodNode, PhraseNode, PrefixNode, QueryNode, RangeNode, TermNode } from './ast.js';
import type { MatchableDocument } from './document.js';

export type Matcher = (document: MatchableDocument) => boolean;

/** Turns a query into a function that says whether a document answers it. Compile once, call often. */
export function compileMatcher(ast: QueryNode): Matcher {
  switch (ast.kind) {
    case 'all':
      return () => true;
    case 'term':
      return termMatcher(ast);
    case 'prefix':
      return prefixMatcher(ast);
    case 'phrase':
      return phraseMatcher(ast);
    case 'code':
      return (document) => document.codes(ast.field).includes(ast.value);
    case 'range':
      return rangeMatcher(ast);
    case 'period':
      return periodMatcher(ast);
    case 'and': {
      const matchers = cheapestFirst(ast.nodes).map(compileMatcher);
      return (document) => matchers.every((matches) => matches(document));
    }
    case 'or': {
      const matchers = cheapestFirst(ast.nodes).map(compileMatcher);
      return (document) => matchers.some((matches) => matches(document));
    }
    case 'not': {
      const matches = compileMatcher(ast.node);
      return (document) => !matches(document);
    }
  }
}

/** Equal folded words have equal stems, so the stem decides alone. */
function termMatcher({ field, folded }: TermNode): Matcher {
  return (document) => document.words(field).hasStem(stem(folded, document.language));
}

function prefixMatcher({ field, folded }: PrefixNode): Matcher {
  return (document) => document.words(field).hasPrefix(folded);
}

function phraseMatcher({ field, terms }: PhraseNode): Matcher {
  const words = terms.map((term) => term.folded);
  return (document) => document.words(field).hasPhrase(words);
}

function rangeMatcher({ field, min, max }: RangeNode): Matcher {
  return (document) => {
    const value = document.number(field);
    return value !== undefined && value >= (min ?? -Infinity) && value <= (max ?? Infinity);
  };
}

function periodMatcher({ field, from, before }: PeriodNode): Matcher {
  const start = from === null ? -Infinity : Date.parse(from);
  const end = before === null ? Infinity : Date.parse(before);
  return (document) => {
    const at = document.time(field);
    return at >= start && at < end;
  };
}

/** Codes, numbers and instants are compared at once; words may first have to be cut out of the text. */
function cheapestFirst(nodes: readonly QueryNode[]): QueryNode[] {
  return nodes.toSorted((one, other) => effort(one) - effort(other));
}

function effort(node: QueryNode): number {
  switch (node.kind) {
    case 'all':
    case 'code':
    case 'period':
      return 0;
    case 'range':
      return node.field === 'wordcount' ? 1 : 0;
    case 'term':
    case 'prefix':
      return node.field === null || node.field === 'body' ? 3 : 2;
    case 'phrase':
      return 4;
    case 'and':
    case 'or':
    case 'not':
      return 5;
  }
}
