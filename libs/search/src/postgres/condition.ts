import type { CodeNode, PeriodNode, QueryNode, RangeNode } from '#query';
import { textQuery } from './text-query.js';

/** An SQL expression over a row of search.documents, for whatever alias the row has. */
export type Condition = (row: string) => string;

/** Values of a statement in the order of their `$n`. */
export class Parameters {
  readonly values: unknown[] = [];

  /** Takes a value in and gives its placeholder with a cast. */
  add(value: unknown, type: string): string {
    this.values.push(value);
    return `$${this.values.length}::${type}`;
  }
}

/** A query as far as it is done: words stay one tsquery as long as they can, so that one index scan answers them. */
type Part =
  { readonly kind: 'words'; readonly tsquery: string } | { readonly kind: 'row'; readonly holds: Condition };

/** What a document must fulfil to answer a query; undefined when everything does. */
export function queryCondition(query: QueryNode, parameters: Parameters): Condition | undefined {
  return query.kind === 'all' ? undefined : toCondition(compile(query, parameters), parameters);
}

/** The words that a query ranks by, as a tsquery: all that are asked for, without what is excluded. */
export function rankQuery(query: QueryNode): string | undefined {
  switch (query.kind) {
    case 'term':
    case 'prefix':
    case 'phrase':
      return textQuery(query);
    case 'and':
    case 'or': {
      const parts = query.nodes.map(rankQuery).filter((part) => part !== undefined);
      return parts.length === 0 ? undefined : joined(parts, query.kind);
    }
    default:
      return undefined;
  }
}

function compile(node: QueryNode, parameters: Parameters): Part {
  switch (node.kind) {
    case 'all':
      return { kind: 'row', holds: () => 'true' };
    case 'term':
    case 'prefix':
    case 'phrase':
      return { kind: 'words', tsquery: textQuery(node) };
    case 'code':
      return { kind: 'row', holds: codeCondition(node, parameters) };
    case 'range':
      return { kind: 'row', holds: rangeCondition(node, parameters) };
    case 'period':
      return { kind: 'row', holds: periodCondition(node, parameters) };
    case 'and':
    case 'or':
      return combine(
        node.nodes.map((child) => compile(child, parameters)),
        node.kind,
        parameters,
      );
    case 'not': {
      const part = compile(node.node, parameters);
      if (part.kind === 'words') return { kind: 'words', tsquery: `!(${part.tsquery})` };
      return { kind: 'row', holds: (row) => `not (${part.holds(row)})` };
    }
  }
}

function combine(parts: readonly Part[], operator: 'and' | 'or', parameters: Parameters): Part {
  const words = parts.filter((part) => part.kind === 'words').map((part) => part.tsquery);
  const rows = parts.filter((part) => part.kind === 'row').map((part) => part.holds);
  if (rows.length === 0) return { kind: 'words', tsquery: joined(words, operator) };
  if (words.length > 0) {
    rows.unshift(toCondition({ kind: 'words', tsquery: joined(words, operator) }, parameters));
  }
  return { kind: 'row', holds: (row) => `(${rows.map((holds) => holds(row)).join(` ${operator} `)})` };
}

function joined(queries: readonly string[], operator: 'and' | 'or'): string {
  return `(${queries.join(operator === 'and' ? ' & ' : ' | ')})`;
}

function toCondition(part: Part, parameters: Parameters): Condition {
  if (part.kind === 'row') return part.holds;
  const tsquery = parameters.add(part.tsquery, 'tsquery');
  return (row) => `${row}.words @@ ${tsquery}`;
}

/** Absent values make a condition false, never unknown: `not` must turn it into true. */
function codeCondition(node: CodeNode, parameters: Parameters): Condition {
  if (node.field === 'language') return languageCondition(node.value, parameters);
  const value = parameters.add(node.value, 'text');
  switch (node.field) {
    case 'provider':
    case 'feed':
    case 'status':
    case 'signal':
      return (row) => `${row}.${node.field} = ${value}`;
    case 'version':
      return (row) => `coalesce(${row}.version = ${value}, false)`;
  }
}

/** Whether a document is in a language, given as a lower-case tag; narrower tags are in it too. */
export function languageCondition(tag: string, parameters: Parameters): Condition {
  const value = parameters.add(tag, 'text');
  return (row) =>
    `coalesce(${row}.language = ${value} or starts_with(${row}.language, ${value} || '-'), false)`;
}

const numberColumns = { urgency: 'urgency', wordcount: 'word_count', version: 'version_number' } as const;

function rangeCondition(node: RangeNode, parameters: Parameters): Condition {
  const column = numberColumns[node.field];
  const bounds = [
    ...(node.min === null ? [] : [`>= ${parameters.add(node.min, 'double precision')}`]),
    ...(node.max === null ? [] : [`<= ${parameters.add(node.max, 'double precision')}`]),
  ];
  return (row) => `coalesce(${bounds.map((bound) => `${row}.${column} ${bound}`).join(' and ')}, false)`;
}

function periodCondition(node: PeriodNode, parameters: Parameters): Condition {
  const column = node.field === 'date' ? 'version_created' : 'received_at';
  const bounds = [
    ...(node.from === null ? [] : [`>= ${parameters.add(node.from, 'timestamptz')}`]),
    ...(node.before === null ? [] : [`< ${parameters.add(node.before, 'timestamptz')}`]),
  ];
  return (row) => `(${bounds.map((bound) => `${row}.${column} ${bound}`).join(' and ')})`;
}
