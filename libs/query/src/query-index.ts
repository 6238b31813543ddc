import { stem, stemmingLanguage } from './analysis/stem.js';
import type { QueryNode } from './ast.js';
import type { MatchableDocument } from './document.js';
import { codeFields } from './fields.js';
import { compileMatcher, type Matcher } from './matcher.js';
import { requiredTerms, type RequiredTerm } from './required-terms.js';

interface Entry {
  readonly matches: Matcher;
  readonly terms: readonly RequiredTerm[] | null;
}

/** Query ids by a key that a document must hold. */
type Postings = Map<string, Set<string>>;

/**
 * Many standing queries (saved searches, live streams, routes), found from the document's side: only queries whose
 * rarest required term stands in the document are run, so the cost per document hardly grows with the queries.
 * Queries without a required term run on every document (`unindexed` counts them).
 */
export class QueryIndex {
  private readonly entries = new Map<string, Entry>();
  private readonly always = new Set<string>();
  private readonly words: Postings = new Map();
  private readonly prefixes: Postings = new Map();
  private readonly codes: Postings = new Map();
  /** How many prefixes of each length are held. */
  private readonly prefixLengths = new Map<number, number>();
  /** `words` by their stems in a language, made at that language's first document. */
  private readonly stemmed = new Map<string, Postings>();

  get size(): number {
    return this.entries.size;
  }

  /** How many queries have to be tried on each document. */
  get unindexed(): number {
    return this.always.size;
  }

  /** Adds a query, in place of the one that had this id. */
  add(id: string, ast: QueryNode): void {
    this.remove(id);
    const terms = requiredTerms(ast);
    this.entries.set(id, { matches: compileMatcher(ast), terms });
    if (terms === null) this.always.add(id);
    else for (const term of terms) this.post(id, term);
  }

  /** Forgets a query; false when there was none. */
  remove(id: string): boolean {
    const entry = this.entries.get(id);
    if (entry === undefined) return false;
    this.entries.delete(id);
    this.always.delete(id);
    for (const term of entry.terms ?? []) this.unpost(id, term);
    return true;
  }

  /** The ids of the queries that the document answers, in no particular order. */
  match(document: MatchableDocument): string[] {
    const ids: string[] = [];
    for (const id of this.candidates(document)) {
      if (this.entries.get(id)?.matches(document) === true) ids.push(id);
    }
    return ids;
  }

  private candidates(document: MatchableDocument): Set<string> {
    const found = new Set(this.always);
    if (this.codes.size > 0) {
      for (const field of codeFields) {
        for (const code of document.codes(field)) addAll(found, this.codes.get(codeKey(field, code)));
      }
    }
    if (this.words.size > 0) {
      const postings = this.stemPostings(document.language);
      for (const stemmed of document.words('every').stems()) addAll(found, postings.get(stemmed));
    }
    if (this.prefixes.size > 0) this.addByPrefix(found, document.words('every').words());
    return found;
  }

  private addByPrefix(found: Set<string>, words: readonly string[]): void {
    for (const word of words) {
      for (const length of this.prefixLengths.keys()) {
        if (word.length >= length) addAll(found, this.prefixes.get(word.slice(0, length)));
      }
    }
  }

  private stemPostings(language: string | undefined): Postings {
    const key = stemmingLanguage(language) ?? '';
    let postings = this.stemmed.get(key);
    if (postings === undefined) {
      postings = new Map();
      for (const [word, ids] of this.words) for (const id of ids) put(postings, stem(word, language), id);
      this.stemmed.set(key, postings);
    }
    return postings;
  }

  private post(id: string, term: RequiredTerm): void {
    if (term.kind === 'code') {
      put(this.codes, codeKey(term.field, term.value), id);
    } else if (term.kind === 'prefix') {
      if (!this.prefixes.has(term.folded)) this.countPrefix(term.folded.length, 1);
      put(this.prefixes, term.folded, id);
    } else {
      put(this.words, term.folded, id);
      for (const [language, postings] of this.stemmed) put(postings, stem(term.folded, language), id);
    }
  }

  private unpost(id: string, term: RequiredTerm): void {
    if (term.kind === 'code') {
      drop(this.codes, codeKey(term.field, term.value), id);
    } else if (term.kind === 'prefix') {
      const isLast = drop(this.prefixes, term.folded, id);
      if (isLast) this.countPrefix(term.folded.length, -1);
    } else {
      drop(this.words, term.folded, id);
      for (const [language, postings] of this.stemmed) drop(postings, stem(term.folded, language), id);
    }
  }

  private countPrefix(length: number, change: number): void {
    const count = (this.prefixLengths.get(length) ?? 0) + change;
    if (count === 0) this.prefixLengths.delete(length);
    else this.prefixLengths.set(length, count);
  }
}

function codeKey(field: string, value: string): string {
  return `${field}:${value}`;
}

function put(postings: Postings, key: string, id: string): void {
  const ids = postings.get(key);
  if (ids === undefined) postings.set(key, new Set([id]));
  else ids.add(id);
}

/** Takes an id from under a key; true when it was the last one there. */
function drop(postings: Postings, key: string, id: string): boolean {
  const ids = postings.get(key);
  ids?.delete(id);
  return ids?.size === 0 && postings.delete(key);
}

function addAll(found: Set<string>, ids: ReadonlySet<string> | undefined): void {
  if (ids !== undefined) for (const id of ids) found.add(id);
}
