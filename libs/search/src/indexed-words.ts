import { stem, stemmingLanguage } from '#query';

const wordUnitsAtMost = 500;

/** A word as it lies in an index: very long ones are cut, in documents and queries alike. */
export function indexedWord(folded: string): string {
  return folded.length <= wordUnitsAtMost ? folded : folded.slice(0, wordUnitsAtMost).toWellFormed();
}

/** A language's words are few and come again and again: half of the work on a document is spared. */
const knownAtMost = 50_000;
const known = new Map<string, Map<string, string>>();

/** A stem as it lies in an index: under its language, and apart from all words, none of which holds a `~`. */
export function stemLexeme(language: string, folded: string): string {
  let lexemes = known.get(language);
  if (lexemes === undefined) known.set(language, (lexemes = new Map()));
  const cached = lexemes.get(folded);
  if (cached !== undefined) return cached;
  const lexeme = `~${language}${indexedWord(stem(folded, language))}`;
  if (lexemes.size >= knownAtMost) lexemes.clear();
  if (folded.length <= wordUnitsAtMost) lexemes.set(folded, lexeme);
  return lexeme;
}

/** How a word of a document in this language is found: by its stem, else by itself. */
export function wordLexeme(language: string | null | undefined, folded: string): string {
  const stemming = stemmingLanguage(language);
  return stemming === undefined ? indexedWord(folded) : stemLexeme(stemming, folded);
}
