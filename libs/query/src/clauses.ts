import { signals, storyStatuses } from '#contracts';
import { foldCode } from './analysis/fold.js';
import { tokenise, type Token } from './analysis/tokenise.js';
import { all, and, or, type CodeNode, type QueryNode, type QueryWord } from './ast.js';
import type { CodeField, FieldMeaning, TextField } from './fields.js';
import { readNumbers } from './numbers.js';
import { readPeriod } from './periods.js';
import type { QueryWarningCode } from './warnings.js';

/** What the words of a query are turned into nodes with. */
export interface ClauseContext {
  /** IANA zone of dates that name none. */
  readonly zone: string;
  warn(code: QueryWarningCode, detail: string): void;
  /** Counts clauses; throws QueryError over the limit. */
  count(clauses: number): void;
}

/** How an unquoted value reads under a field (null: the default fields); undefined when it holds nothing to search. */
export function wordClause(
  text: string,
  meaning: FieldMeaning | null,
  context: ClauseContext,
): QueryNode | undefined {
  if (meaning === null || meaning.type === 'text') return textClause(text, meaning?.field ?? null, context);
  const values = text.split(',').filter((value) => value !== '');
  const nodes = values
    .map((value) => valueClause(value, meaning, context))
    .filter((node) => node !== undefined);
  return nodes.length === 0 ? undefined : or(nodes);
}

/** How a quoted value reads under a field; undefined when it holds nothing to search. */
export function phraseClause(
  text: string,
  meaning: FieldMeaning | null,
  context: ClauseContext,
): QueryNode | undefined {
  if (meaning !== null && meaning.type !== 'text') return valueClause(text, meaning, context);
  const terms = tokenise(text).map((token) => queryWord(text, token));
  if (terms.length === 0) {
    context.warn('phrase_empty', 'a phrase without words was left out');
    return undefined;
  }
  context.count(terms.length);
  return { kind: 'phrase', field: meaning?.field ?? null, terms };
}

/** The words of a text one by one under the default fields: the reading of what cannot be read otherwise. */
export function looseWords(texts: readonly string[], context: ClauseContext): QueryNode | undefined {
  const nodes = texts.map((text) => textClause(text, null, context)).filter((node) => node !== undefined);
  return nodes.length === 0 ? undefined : and(nodes);
}

function valueClause(
  typed: string,
  meaning: Exclude<FieldMeaning, { type: 'text' }>,
  context: ClauseContext,
): QueryNode | undefined {
  const text = foldCode(typed);
  if (meaning.type === 'code') return codeClause(text, meaning.field, context);
  if (meaning.type === 'number' && meaning.field === 'version' && !/[<>≤≥]|\.\./.test(text)) {
    return codeClause(text, 'version', context);
  }
  const node =
    meaning.type === 'number'
      ? readNumbers(meaning.field, text)
      : readPeriod(meaning.field, text, context.zone);
  if (node === undefined) {
    const kind = meaning.type === 'number' ? 'whole number' : 'date';
    context.warn('value_unreadable', `"${text}" is no ${kind} for "${meaning.field}"; searched as words`);
    return looseWords([meaning.field, text], context);
  }
  context.count(1);
  return node;
}

function textClause(typed: string, field: TextField | null, context: ClauseContext): QueryNode | undefined {
  if (/^\*+$/.test(typed)) return all;
  const text = typed.replace(/\*+$/, '');
  if (text.includes('*') || /[\p{L}\p{N}]\?[\p{L}\p{N}]/u.test(text)) {
    context.warn('wildcard_ignored', 'only a "*" at the end of a word is a wildcard');
  }
  const tokens = tokenise(text);
  const last = tokens.at(-1);
  if (last === undefined) return undefined;
  context.count(tokens.length);
  const isPrefix = text !== typed && isPrefixable(last, text, context);
  const whole = isPrefix ? tokens.slice(0, -1) : tokens;
  const nodes = wholeWords(text, whole, field);
  if (isPrefix) nodes.push({ kind: 'prefix', field, ...queryWord(text, last) });
  return and(nodes);
}

function isPrefixable(last: Token, text: string, context: ClauseContext): boolean {
  if (last.end !== text.length) {
    context.warn('wildcard_ignored', '"*" after a character that is no letter was left out');
    return false;
  }
  if (Array.from(last.folded).length < 2) {
    context.warn('prefix_too_short', 'at least two letters must stand before "*"; it was left out');
    return false;
  }
  return true;
}

/** One word is a term; a word that falls apart (`États-Unis`) is a phrase of its parts. */
function wholeWords(text: string, tokens: readonly Token[], field: TextField | null): QueryNode[] {
  const terms = tokens.map((token) => queryWord(text, token));
  const [only] = terms;
  if (only === undefined) return [];
  return [terms.length === 1 ? { kind: 'term', field, ...only } : { kind: 'phrase', field, terms }];
}

function queryWord(text: string, token: Token): QueryWord {
  const typed = text.slice(token.start, token.end).replace(/[\u00AD\u200B-\u200F\u2060\uFEFF]/g, '');
  return { text: typed, folded: token.folded };
}

const statusAliases: ReadonlyMap<string, string> = new Map([
  ['cancelled', 'canceled'],
  ['killed', 'canceled'],
]);

function codeClause(text: string, field: CodeField, context: ClauseContext): CodeNode | undefined {
  if (text.includes('*')) context.warn('wildcard_ignored', `"${field}" is compared whole; "*" was left out`);
  const value = normaliseCode(field, text.replace(/["“”„‟«»*]/g, '').trim());
  if (value === '') return undefined;
  const known: readonly string[] | undefined =
    field === 'status' ? storyStatuses : field === 'signal' ? signals : undefined;
  if (known !== undefined && !known.includes(value)) {
    context.warn('value_unknown', `"${field}" is one of ${known.join(', ')}`);
  }
  context.count(1);
  return { kind: 'code', field, value };
}

function normaliseCode(field: CodeField, code: string): string {
  if (field === 'language') return code.replaceAll('_', '-');
  return field === 'status' ? (statusAliases.get(code) ?? code) : code;
}
