import { all, and, not, or, type QueryNode } from './ast.js';
import { looseWords, phraseClause, wordClause, type ClauseContext } from './clauses.js';
import { QueryError } from './errors.js';
import type { FieldMeaning } from './fields.js';
import { lex, type QueryToken } from './lexer.js';
import { queryLimits } from './limits.js';
import type { QueryWarning } from './warnings.js';

export interface ParsedQuery {
  readonly ast: QueryNode;
  /** In the order of the text as far as they have a place. */
  readonly warnings: readonly QueryWarning[];
}

export interface ParseOptions {
  /** IANA zone in which dates without a zone are read; default UTC. */
  readonly zone?: string;
}

/**
 * Reads a query as a person types it. Anything that can be mended is mended with a warning; text that means nothing
 * to the language is searched as words, so that a slip narrows the answer and never widens it.
 * Throws only QueryError, when the query is over `queryLimits`. Linear in the length of the input.
 */
export function parseQuery(input: string, options: ParseOptions = {}): ParsedQuery {
  if (input.length > queryLimits.length)
    throw overLimit('length', `longer than ${queryLimits.length} characters`);
  const { tokens, warnings } = lex(input);
  const ast = new Parser(tokens, warnings, options.zone ?? 'utc').run();
  if (depthOf(ast) > queryLimits.depth) throw overLimit('depth', `nested deeper than ${queryLimits.depth}`);
  return { ast, warnings: warnings.toSorted((one, other) => (one.at ?? 0) - (other.at ?? 0)) };
}

function overLimit(name: keyof typeof queryLimits, what: string): QueryError {
  return new QueryError(`the query is ${what}`, { name, limit: queryLimits[name] });
}

function depthOf(node: QueryNode): number {
  if (node.kind === 'not') return 1 + depthOf(node.node);
  if (node.kind === 'and' || node.kind === 'or') return 1 + Math.max(...node.nodes.map(depthOf));
  return 0;
}

class Parser {
  private index = 0;
  private clauses = 0;
  private readonly context: ClauseContext;
  /** Offset of the clause being read, for warnings. */
  private at = 0;

  constructor(
    private readonly tokens: readonly QueryToken[],
    private readonly warnings: QueryWarning[],
    zone: string,
  ) {
    this.context = {
      zone,
      warn: (code, detail) => this.warnings.push({ code, detail, at: this.at }),
      count: (clauses) => this.count(clauses),
    };
  }

  run(): QueryNode {
    return this.disjunction(null) ?? all;
  }

  /** Parts between OR; AND binds tighter. Undefined when there is nothing to search in it. */
  private disjunction(meaning: FieldMeaning | null): QueryNode | undefined {
    const parts: QueryNode[] = [];
    let operator: QueryToken | undefined;
    for (;;) {
      const part = this.conjunction(meaning);
      if (part !== undefined) parts.push(part);
      if (operator !== undefined && (part === undefined || parts.length === 1)) this.dangling(operator);
      operator = this.take('or');
      if (operator === undefined) return parts.length === 0 ? undefined : or(parts);
    }
  }

  private conjunction(meaning: FieldMeaning | null): QueryNode | undefined {
    const parts: QueryNode[] = [];
    let operator: QueryToken | undefined;
    for (;;) {
      const next = this.tokens[this.index];
      const ends = next === undefined || next.type === 'or' || next.type === 'close';
      if (ends || next.type === 'and') {
        if (operator !== undefined) this.dangling(operator);
        if (ends) return parts.length === 0 ? undefined : and(parts);
        operator = next;
        this.index += 1;
        if (parts.length === 0) {
          this.dangling(operator);
          operator = undefined;
        }
        continue;
      }
      operator = undefined;
      const part = this.negation(meaning);
      if (part !== undefined) parts.push(part);
    }
  }

  private negation(meaning: FieldMeaning | null): QueryNode | undefined {
    let negative = false;
    let operator: QueryToken | undefined;
    for (;;) {
      const sign = this.take('not') ?? this.take('plus');
      if (sign === undefined) break;
      operator = sign;
      if (sign.type === 'not') negative = !negative;
    }
    const next = this.tokens[this.index];
    if (next === undefined || next.type === 'or' || next.type === 'and' || next.type === 'close') {
      if (operator !== undefined) this.dangling(operator);
      return undefined;
    }
    const node = this.operand(meaning);
    return negative && node !== undefined ? not(node) : node;
  }

  private operand(meaning: FieldMeaning | null): QueryNode | undefined {
    const token = this.tokens[this.index];
    this.index += 1;
    if (token === undefined) return undefined;
    this.at = token.at;
    switch (token.type) {
      case 'field':
        return this.operand(token.meaning);
      case 'open': {
        const inner = this.disjunction(meaning);
        this.take('close');
        return inner;
      }
      case 'word':
        return token.split === true && meaning === null
          ? looseWords(splitAtColon(token.text), this.context)
          : wordClause(token.text, meaning, this.context);
      case 'phrase':
        return phraseClause(token.text, meaning, this.context);
      case 'and':
      case 'or':
      case 'not':
      case 'plus':
      case 'close':
        return undefined;
    }
  }

  private take(type: QueryToken['type']): QueryToken | undefined {
    const token = this.tokens[this.index];
    if (token?.type !== type) return undefined;
    this.index += 1;
    return token;
  }

  private count(clauses: number): void {
    this.clauses += clauses;
    if (this.clauses > queryLimits.clauses) {
      throw overLimit('clauses', `made of more than ${queryLimits.clauses} words and conditions`);
    }
  }

  private dangling(operator: QueryToken): void {
    this.warnings.push({
      code: 'operator_dangling',
      detail: `${operator.type.toUpperCase()} has nothing to join and was left out`,
      at: operator.at,
    });
  }
}

function splitAtColon(text: string): string[] {
  const colon = text.indexOf(':');
  return [text.slice(0, colon), text.slice(colon + 1)];
}
