import type { StorySnapshot } from '#contracts';
import { tokenise } from '#query';
import { wordLexeme } from './indexed-words.js';
import { titleOf } from './story-view.js';

/** Words of a title that must also stand in the other one, as a part of the shorter one's. */
export const sharedAtLeast = 0.5;
/** Shorter words are mostly articles and prepositions, in every language that has spaces. */
const wordUnitsAtLeast = 4;

/** The telling words of a story's title, as they lie in the index. */
export function titleWords(story: StorySnapshot): Set<string> {
  const language = story.text.language ?? story.item.language;
  const words = tokenise(titleOf(story)).map((token) => token.folded);
  const telling = words.filter((word) => word.length >= wordUnitsAtLeast || /\d/.test(word));
  return new Set(telling.map((word) => wordLexeme(language, word)));
}

/** The part of the shorter title's words that both have, 0–1; 0 when it is a single one. */
export function sharedWords(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const shared = [...one].filter((word) => other.has(word)).length;
  return shared < 2 ? 0 : shared / Math.min(one.size, other.size);
}
