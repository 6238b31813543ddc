import type { StorySnapshot } from '#contracts';
import { storyFacts, type StoryFacts } from '../story-facts.js';
import { emptied } from '../story-view.js';
import { searchVector } from './search-vector.js';

/** A row of search.documents as it is written; `words` and `snapshot` in their text forms. */
export interface DocumentRow extends StoryFacts {
  readonly words: string;
  readonly snapshot: string;
}

/** What the index holds of a story. Killed copy is emptied here, so that it leaves the words as well. */
export function documentRow(snapshot: StorySnapshot): DocumentRow {
  const story = snapshot.status === 'canceled' ? emptied(snapshot) : snapshot;
  return { ...storyFacts(story), words: searchVector(story), snapshot: JSON.stringify(story) };
}
