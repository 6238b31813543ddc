import type { estypes } from '@elastic/elasticsearch';
import {
  stemmedLanguages,
  type CodeNode,
  type PeriodNode,
  type PhraseNode,
  type PrefixNode,
  type QueryNode,
  type RangeNode,
  type TermNode,
  type TextField,
} from '#query';
import { indexedWord, stemLexeme } from '../indexed-words.js';
import type { IndexedField } from './index-definitions.js';

export type Condition = estypes.QueryDslQueryContainer;
type WordNode = TermNode | PrefixNode | PhraseNode;

/**
 * What a document must fulfil to answer a query. Built from the tree, never from text: nothing that a person types is
 * read as Elasticsearch's own language.
 */
export function toCondition(node: QueryNode): Condition {
  switch (node.kind) {
    case 'all':
      return { match_all: {} };
    case 'term':
    case 'prefix':
    case 'phrase':
      return anyOf(fieldsOf(node).map((field) => inField(node, field)));
    case 'code':
      return { term: { [codeField(node)]: node.value } };
    case 'range':
      return rangeCondition(node);
    case 'period':
      return periodCondition(node);
    case 'and':
      return { bool: { filter: node.nodes.map(toCondition) } };
    case 'or':
      return anyOf(node.nodes.map(toCondition));
    case 'not':
      return { bool: { must_not: [toCondition(node.node)] } };
  }
}

/** One of these must hold. */
export function anyOf(conditions: readonly Condition[]): Condition {
  const [only] = conditions;
  if (only && conditions.length === 1) return only;
  return { bool: { should: [...conditions], minimum_should_match: 1 } };
}

/** How much a hit in a field counts; a named field counts by itself. */
const weights: Readonly<Record<TextField, number>> = {
  headline: 8,
  slug: 4,
  keyword: 4,
  byline: 2,
  place: 2,
  subject: 2,
  category: 2,
  genre: 2,
  body: 1,
};
const rankedFields = ['headline', 'slug', 'keyword', 'byline', 'place', 'body'] as const;
/** The first words of a query tell what it is about; ranking by hundreds would only cost. */
const rankedWordsAtMost = 24;

/**
 * What hits are ranked by: where the words that are asked for stand, and a little by how often the body names them.
 * Words under NOT rank nothing.
 */
export function rankBy(query: QueryNode): Condition[] {
  return positiveWords(query)
    .slice(0, rankedWordsAtMost)
    .flatMap((node) => {
      const fields: readonly TextField[] = node.field === null ? rankedFields : [node.field];
      const places = fields.map((field): Condition => ({
        constant_score: { filter: inField(node, field), boost: weights[field] },
      }));
      const asked: Condition[] = [{ dis_max: { queries: places, tie_breaker: 0.1 } }];
      if (node.kind === 'term' && (node.field === null || node.field === 'body')) {
        asked.push({ term: { 'words.body': { value: indexedWord(node.folded) } } });
      }
      return asked;
    });
}

function positiveWords(node: QueryNode): WordNode[] {
  switch (node.kind) {
    case 'term':
    case 'prefix':
    case 'phrase':
      return [node];
    case 'and':
    case 'or':
      return node.nodes.flatMap(positiveWords);
    default:
      return [];
  }
}

function fieldsOf({ field }: WordNode): IndexedField[] {
  return field === null ? ['head', 'body'] : [field];
}

function inField(node: WordNode, field: IndexedField): Condition {
  switch (node.kind) {
    case 'term':
      return { terms: { [`stems.${field}`]: wordForms(node.folded) } };
    case 'prefix':
      return { prefix: { [`words.${field}`]: { value: indexedWord(node.folded) } } };
    case 'phrase':
      return {
        match_phrase: { [`words.${field}`]: node.terms.map((term) => indexedWord(term.folded)).join(' ') },
      };
  }
}

/** A document's language decides which stem counts, and it is not known here: each language's stem is one way to match. */
function wordForms(folded: string): string[] {
  return [indexedWord(folded), ...stemmedLanguages.map((language) => stemLexeme(language, folded))];
}

function codeField({ field }: CodeNode): string {
  return field === 'language' ? 'languages' : field;
}

const numberFields = { urgency: 'urgency', wordcount: 'wordCount', version: 'versionNumber' } as const;

function rangeCondition({ field, min, max }: RangeNode): Condition {
  const bounds = { ...(min === null ? {} : { gte: min }), ...(max === null ? {} : { lte: max }) };
  return { range: { [numberFields[field]]: bounds } };
}

function periodCondition({ field, from, before }: PeriodNode): Condition {
  return within(field === 'date' ? 'versionCreated' : 'receivedAt', from, before);
}

/** An instant from `from` on and before `before`, ISO 8601; null or undefined is open. */
export function within(field: string, from?: string | null, before?: string | null): Condition {
  return {
    range: {
      [field]: {
        ...(from ? { gte: Date.parse(from) } : {}),
        ...(before ? { lt: Date.parse(before) } : {}),
      },
    },
  };
}
