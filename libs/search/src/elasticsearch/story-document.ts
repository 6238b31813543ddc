import type { StorySnapshot } from '#contracts';
import { defaultFields, stemmingLanguage, storyCodes, storyTexts, textFields, tokenise } from '#query';
import { indexedWord, stemLexeme } from '../indexed-words.js';
import { storyFacts } from '../story-facts.js';
import { emptied } from '../story-view.js';
import type { IndexedField } from './index-definitions.js';

/** What every document of stories has in common with a search's results. */
export interface StoredStory {
  readonly snapshot?: StorySnapshot;
}

type FieldTexts = Partial<Record<IndexedField, string[]>>;

/**
 * The index document of a story, as JSON on one line. Killed copy is emptied here, so that it leaves the words as
 * well. `indexedAt`, milliseconds, is the moment at which the story comes in: a story of which an earlier revision was
 * known is dated by its receipt instead, which was before.
 */
export function storyDocument(snapshot: StorySnapshot, indexedAt: number): string {
  const story = snapshot.status === 'canceled' ? emptied(snapshot) : snapshot;
  const { revision, language: _language, ...facts } = storyFacts(story);
  const receivedAt = Date.parse(facts.receivedAt);
  return JSON.stringify({
    ...facts,
    languages: storyCodes(story, 'language').filter((tag) => tag.length <= 200),
    versionCreated: Date.parse(facts.versionCreated),
    receivedAt,
    sortAt: Date.parse(facts.sortAt),
    day: facts.sortAt.slice(0, 10),
    indexedAt: revision === 1 ? indexedAt : Math.min(indexedAt, receivedAt),
    ...wordsOf(story),
    snapshot: story,
  });
}

/** What is left of a story that was taken out: nothing that could be found or shown. */
export const removedDocument = JSON.stringify({ status: 'removed' });

/**
 * The words of each field, text by text, folded and parted by spaces, and their stems in the document's language, each
 * once. Words of a language without stemmer are their own stems.
 */
function wordsOf(story: StorySnapshot): { words: FieldTexts; stems: FieldTexts } {
  const language = stemmingLanguage(story.text.language ?? story.item.language);
  const words: FieldTexts = {};
  const stems: FieldTexts = {};
  const head = { words: [] as string[], stems: new Set<string>() };
  for (const field of textFields) {
    const texts: string[] = [];
    const stemmed = new Set<string>();
    for (const text of storyTexts(story, field)) {
      const cut = tokenise(text).map((token) => indexedWord(token.folded));
      for (const word of cut) stemmed.add(language === undefined ? word : stemLexeme(language, word));
      if (cut.length > 0) texts.push(cut.join(' '));
    }
    if (texts.length === 0) continue;
    words[field] = texts;
    stems[field] = [[...stemmed].join(' ')];
    if (!isInHead(field)) continue;
    head.words.push(...texts);
    for (const stem of stemmed) head.stems.add(stem);
  }
  if (head.words.length > 0) {
    words.head = head.words;
    stems.head = [[...head.stems].join(' ')];
  }
  return { words, stems };
}

function isInHead(field: (typeof textFields)[number]): boolean {
  return field !== 'body' && (defaultFields as readonly string[]).includes(field);
}
