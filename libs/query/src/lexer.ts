import { QueryError } from './errors.js';
import { fieldMeaning, type FieldMeaning } from './fields.js';
import { queryLimits } from './limits.js';
import type { QueryWarning, QueryWarningCode } from './warnings.js';

/** A piece of a query. Parentheses in a token list are always balanced. */
export type QueryToken =
  | { readonly type: 'open' | 'close' | 'and' | 'or' | 'not' | 'plus'; readonly at: number }
  /** Applies to the token after it, which is a word, a phrase or `open`. */
  | { readonly type: 'field'; readonly at: number; readonly name: string; readonly meaning: FieldMeaning }
  /** `split`: the parts around the first colon are words of their own, since what stands before it is no field. */
  | { readonly type: 'word'; readonly at: number; readonly text: string; readonly split?: boolean }
  | { readonly type: 'phrase'; readonly at: number; readonly text: string };

export interface LexedQuery {
  readonly tokens: readonly QueryToken[];
  readonly warnings: QueryWarning[];
}

const space = /\s+/y;
const chunk = /[^\s()|"“”„‟«»]+/y;
const fieldName = /(\p{L}[\p{L}_]*):/uy;
const afterPhrase = /~\d*|\*+/y;
const operators: Readonly<Record<string, 'and' | 'or' | 'not'>> = { AND: 'and', OR: 'or', NOT: 'not' };
const quoteClasses = ['"“”„‟', '«»'] as const;

/** Cuts a query into tokens, mends quotes and parentheses. Linear; throws QueryError when nested too deep. */
export function lex(input: string): LexedQuery {
  return new Lexer(input).run();
}

class Lexer {
  private at = 0;
  private depth = 0;
  /** Per class of quotes: none of it stands behind this offset any more, so an opening one is never closed. */
  private readonly noQuoteAfter = new Map<string, number>();
  private readonly tokens: QueryToken[] = [];
  private readonly warnings: QueryWarning[] = [];

  constructor(private readonly input: string) {}

  run(): LexedQuery {
    while (this.at < this.input.length) this.next();
    for (; this.depth > 0; this.depth -= 1) {
      this.warn('parenthesis_unclosed', 'a parenthesis is not closed; it ends with the query', this.at);
      this.tokens.push({ type: 'close', at: this.at });
    }
    return { tokens: this.tokens, warnings: this.warnings };
  }

  private next(): void {
    if (this.match(space) !== undefined) return;
    const letter = this.input.charAt(this.at);
    if (letter === '(') this.open();
    else if (letter === ')') this.close();
    else if (letter === '|') this.pipe();
    else if (quoteClassOf(letter) !== undefined) this.phrase();
    else if (letter === '-' || letter === '+') this.sign(letter);
    else if (!this.field()) this.word();
  }

  private open(): void {
    this.depth += 1;
    if (this.depth > queryLimits.nesting) {
      throw new QueryError(`the query is nested deeper than ${queryLimits.nesting} parentheses`, {
        name: 'nesting',
        limit: queryLimits.nesting,
      });
    }
    this.tokens.push({ type: 'open', at: this.at });
    this.at += 1;
  }

  private close(): void {
    if (this.depth === 0) {
      this.warn('parenthesis_unopened', 'a closing parenthesis without an opening one was left out', this.at);
    } else {
      this.depth -= 1;
      this.tokens.push({ type: 'close', at: this.at });
    }
    this.at += 1;
  }

  private pipe(): void {
    this.tokens.push({ type: 'or', at: this.at });
    while (this.input[this.at] === '|') this.at += 1;
  }

  private sign(letter: '-' | '+'): void {
    this.tokens.push({ type: letter === '-' ? 'not' : 'plus', at: this.at });
    this.at += 1;
    const next = this.input[this.at];
    if (next === undefined || /[\s)|]/.test(next)) {
      const sign = this.tokens.pop();
      this.warn('operator_dangling', `"${letter}" stands alone and was left out`, sign?.at ?? this.at);
    }
  }

  private phrase(): void {
    const start = this.at;
    const quotes = quoteClassOf(this.input.charAt(start)) ?? '';
    const end = this.closingQuote(quotes, start + 1);
    if (end === undefined) {
      this.warn('quote_unclosed', 'a quotation mark is not closed; its words are searched one by one', start);
      this.at += 1;
      return;
    }
    this.tokens.push({ type: 'phrase', at: start, text: this.input.slice(start + 1, end) });
    this.at = end + 1;
    const rest = this.match(afterPhrase);
    if (rest?.startsWith('~')) {
      this.warn('proximity_ignored', 'words near each other cannot be searched here; "~" was left out', end);
    } else if (rest !== undefined) {
      this.warn('wildcard_ignored', '"*" after a phrase was left out', end);
    }
  }

  private closingQuote(quotes: string, from: number): number | undefined {
    if (from >= (this.noQuoteAfter.get(quotes) ?? Infinity)) return undefined;
    for (let at = from; at < this.input.length; at += 1) {
      if (quotes.includes(this.input.charAt(at))) return at;
    }
    this.noQuoteAfter.set(quotes, from);
    return undefined;
  }

  private field(): boolean {
    const start = this.at;
    const name = this.match(fieldName)?.slice(0, -1);
    const meaning = name === undefined ? undefined : fieldMeaning(name);
    if (name === undefined || meaning === undefined) {
      this.at = start;
      return false;
    }
    const next = this.input[this.at];
    if (next === undefined || /[\s)|]/.test(next)) {
      this.warn('field_empty', `the field "${name}" has no value; it was searched as a word`, start);
      this.tokens.push({ type: 'word', at: start, text: name });
      return true;
    }
    this.tokens.push({ type: 'field', at: start, name, meaning });
    if (next === '(') this.open();
    else if (quoteClassOf(next) !== undefined) this.fieldPhrase(name, start);
    else this.tokens.push({ type: 'word', at: this.at, text: this.match(chunk) ?? '' });
    return true;
  }

  /** A field's quoted value; when the quote is not closed, the value is the first word after it. */
  private fieldPhrase(name: string, start: number): void {
    const count = this.tokens.length;
    this.phrase();
    if (this.tokens.length > count) return;
    const value = this.match(chunk);
    if (value !== undefined) {
      this.tokens.push({ type: 'word', at: start, text: value });
      return;
    }
    this.tokens.pop();
    this.tokens.push({ type: 'word', at: start, text: name });
  }

  private word(): void {
    const at = this.at;
    const unknown = this.match(fieldName);
    this.at = at;
    const text = this.match(chunk) ?? '';
    const operator = Object.hasOwn(operators, text) ? operators[text] : undefined;
    if (operator !== undefined) {
      this.tokens.push({ type: operator, at });
    } else if (unknown === undefined) {
      this.tokens.push({ type: 'word', at, text });
    } else {
      const next = this.input[this.at];
      const hasValue = text.length > unknown.length || (next !== undefined && !/[\s)|]/.test(next));
      if (hasValue) {
        this.warn('field_unknown', `there is no field "${unknown.slice(0, -1)}"; searched as words`, at);
      }
      this.tokens.push({ type: 'word', at, text, split: true });
    }
  }

  /** The text that a sticky pattern matches here, stepped over; undefined when it does not match. */
  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.input)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  private warn(code: QueryWarningCode, detail: string, at: number): void {
    this.warnings.push({ code, detail, at });
  }
}

function quoteClassOf(letter: string): string | undefined {
  return quoteClasses.find((quotes) => quotes.includes(letter));
}
