import type { StorySnapshot } from '#contracts';
import { highlight, type QueryNode } from '#query';
import type { HitHighlight } from './search-types.js';
import { titleOf } from './story-view.js';

const fragmentsAtMost = 3;

/** What of a story answers a query, marked for HTML. Both engines mark here, as live streams do. */
export function highlightsOf(story: StorySnapshot, query: QueryNode): HitHighlight {
  const language = story.text.language ?? story.item.language;
  const [headline] = highlight(titleOf(story), query, language, { field: 'headline' });
  const body = highlight(story.text.plain, query, language, { field: 'body', maxFragments: fragmentsAtMost });
  return { headline: headline ?? null, body };
}
