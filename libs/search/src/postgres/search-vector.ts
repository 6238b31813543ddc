import type { StorySnapshot } from '#contracts';
import { stemmingLanguage, storyTexts, tokenise, type TextField } from '#query';
import { indexedWord, stemLexeme } from '../indexed-words.js';

/**
 * How the words of a story lie in its tsvector. A word is one lexeme as it is compared (for phrases and beginnings)
 * and one as its stem in the document's language, both at the same place:
 *   `avocat`                 a word of a default field
 *   `~fravocat`              its French stem; no word begins with `~`, so beginnings never meet stems
 *   `@headline~avocat`, `@headline~~fravocat`   the same within one field, for `headline:avocat`
 * Weights tell the fields apart for ranking: A headline, B slugline and keywords, C byline and place, D body.
 * Values are one position apart, so that no phrase reaches over their end.
 */
const fields: readonly { field: TextField; weight: string; isDefault: boolean; isScoped: boolean }[] = [
  { field: 'headline', weight: 'A', isDefault: true, isScoped: true },
  { field: 'slug', weight: 'B', isDefault: true, isScoped: true },
  { field: 'keyword', weight: 'B', isDefault: true, isScoped: true },
  { field: 'byline', weight: 'C', isDefault: true, isScoped: true },
  { field: 'place', weight: 'C', isDefault: true, isScoped: true },
  { field: 'subject', weight: 'C', isDefault: false, isScoped: true },
  { field: 'category', weight: 'C', isDefault: false, isScoped: true },
  { field: 'genre', weight: 'C', isDefault: false, isScoped: true },
  // the body is told from the others by its weight alone: a second lexeme for each word would double the index
  { field: 'body', weight: '', isDefault: true, isScoped: false },
];

/** PostgreSQL's own limits: positions end here, a lexeme keeps 255 of them, a vector is below 1 MiB. */
const lastPosition = 16_383;
const positionsAtMost = 255;
const bytesAtMost = 800_000;

export function scopedLexeme(field: TextField, lexeme: string): string {
  return `@${field}~${lexeme}`;
}

/** Whether a field has lexemes of its own; the body has not and is told by weight D. */
export function isScopedField(field: TextField): boolean {
  return fields.some((entry) => entry.field === field && entry.isScoped);
}

/**
 * The searchable words of a story in PostgreSQL's text form of a tsvector. Of a text that is too long for one vector
 * (some hundred thousand words) the beginning is searchable.
 */
export function searchVector(story: StorySnapshot): string {
  const vector = new VectorWriter(stemmingLanguage(story.text.language ?? story.item.language));
  for (const { field, weight, isDefault, isScoped } of fields) {
    for (const text of storyTexts(story, field)) {
      for (const { folded } of tokenise(text)) {
        const word = indexedWord(folded);
        if (isDefault) vector.add(null, word, weight);
        if (isScoped) vector.add(field, word, weight);
        if (vector.isFull) return vector.toString();
        vector.step();
      }
      vector.step();
    }
  }
  return vector.toString();
}

/** Gathers the places of whole words; a stem stands at the places of all its words, so it is made once per word. */
class VectorWriter {
  private readonly scopes = new Map<TextField | null, Map<string, string[]>>();
  private position = 1;
  private bytes = 0;

  constructor(private readonly language: string | undefined) {}

  get isFull(): boolean {
    return this.bytes > bytesAtMost;
  }

  add(scope: TextField | null, word: string, weight: string): void {
    let words = this.scopes.get(scope);
    if (words === undefined) this.scopes.set(scope, (words = new Map()));
    const place = `${Math.min(this.position, lastPosition)}${weight}`;
    const places = words.get(word);
    if (places === undefined) {
      words.set(word, [place]);
      this.bytes += 2 * (Buffer.byteLength(word) + 12);
    } else if (places.length < positionsAtMost) {
      places.push(place);
      this.bytes += 4;
    }
  }

  step(): void {
    this.position += 1;
  }

  toString(): string {
    let text = '';
    for (const [scope, words] of this.scopes) {
      const prefix = scope === null ? '' : scopedLexeme(scope, '');
      const stems = new Map<string, string>();
      for (const [word, list] of words) {
        const places = list.join(',');
        text += `'${prefix}${word}':${places} `;
        if (this.language === undefined) continue;
        const lexeme = stemLexeme(this.language, word);
        const known = stems.get(lexeme);
        stems.set(lexeme, known === undefined ? places : `${known},${places}`);
      }
      for (const [lexeme, places] of stems) text += `'${prefix}${lexeme}':${places} `;
    }
    return text;
  }
}
