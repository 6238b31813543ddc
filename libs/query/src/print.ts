import type { PeriodNode, QueryNode, RangeNode } from './ast.js';
import type { TextField } from './fields.js';

const midnight = 'T00:00:00.000Z';
const dayMs = 86_400_000;

/**
 * The canonical text of a query: reading it gives the same query again, printing that the same text. Fields of a
 * group are written at each word, so a long query may print longer than it was typed.
 */
export function printQuery(ast: QueryNode): string {
  switch (ast.kind) {
    case 'all':
      return '*';
    case 'term':
      return prefixed(ast.field, ast.field === null && isOperator(ast.text) ? ast.folded : ast.text);
    case 'prefix':
      return prefixed(ast.field, `${ast.text}*`);
    case 'phrase':
      return prefixed(ast.field, `"${ast.terms.map((term) => term.text).join(' ')}"`);
    case 'code':
      return `${ast.field}:${/^[\p{L}\p{N}._\-/]+$/u.test(ast.value) ? ast.value : `"${ast.value}"`}`;
    case 'range':
      return `${ast.field}:${printRange(ast)}`;
    case 'period':
      return printPeriod(ast);
    case 'and':
      return ast.nodes
        .map((node) => (node.kind === 'or' ? `(${printQuery(node)})` : printQuery(node)))
        .join(' ');
    case 'or':
      return ast.nodes.map(printQuery).join(' OR ');
    case 'not':
      return printNegation(ast.node);
  }
}

function isOperator(text: string): boolean {
  return text === 'AND' || text === 'OR' || text === 'NOT';
}

function prefixed(field: TextField | null, text: string): string {
  return field === null ? text : `${field}:${text}`;
}

function printNegation(node: QueryNode): string {
  if (node.kind === 'not') return printQuery(node.node);
  return node.kind === 'and' || node.kind === 'or' ? `-(${printQuery(node)})` : `-${printQuery(node)}`;
}

function printRange({ field, min, max }: RangeNode): string {
  if (min === null) return `<=${max}`;
  if (max === null) return `>=${min}`;
  return min === max && field !== 'version' ? String(min) : `${min}..${max}`;
}

function printPeriod({ field, from, before }: PeriodNode): string {
  if (from === null) return `${field}:<${printStart(before ?? '')}`;
  if (before === null) return `${field}:>=${printStart(from)}`;
  const wholeDays = isMidnight(from) && isMidnight(before);
  const first = wholeDays ? printStart(from) : from;
  const last = new Date(Date.parse(before) - (wholeDays ? dayMs : 1)).toISOString();
  const lastShort = wholeDays ? last.slice(0, 10) : last;
  return first === lastShort ? `${field}:${first}` : `${field}:${first}..${lastShort}`;
}

function isMidnight(instant: string): boolean {
  return instant.endsWith(midnight);
}

function printStart(instant: string): string {
  return isMidnight(instant) ? instant.slice(0, -midnight.length) : instant;
}
