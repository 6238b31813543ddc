import { groupIdOf, storyIdOf, type NinjsItem, type StorySnapshot } from '#contracts';
import { all, parseQuery } from '#query';
import { aSnapshot } from '#testing';
import type { SearchReader, SearchRequest } from './search-types.js';

/** What a test says about a story; all else is filled in. */
export interface StoryParts extends Partial<Omit<StorySnapshot, 'item' | 'editorial' | 'text'>> {
  headline?: string;
  body?: string;
  language?: string;
  /** Stories with the same word here carry the same text. */
  text?: string;
  /** Minutes after the beginning of the test's day. */
  minute?: number;
  item?: Partial<NinjsItem>;
  editorial?: Partial<StorySnapshot['editorial']>;
}

const dayBegins = Date.parse('2026-11-03T06:00:00.000Z');
let made = 0;

/** A usable story of an invented agency, with an id of its own unless one is given. */
export function aStory(parts: StoryParts = {}): StorySnapshot {
  made += 1;
  const {
    headline = `Dispatch ${made}`,
    body = '',
    language = 'en',
    text,
    minute = made,
    item,
    editorial,
    ...story
  } = parts;
  const provider = story.provider ?? 'nordwire';
  const at = new Date(dayBegins + minute * 60_000).toISOString();
  const storyId = story.storyId ?? storyIdOf(provider, `story ${made}`);
  return aSnapshot({
    feed: `${provider}-main`,
    groupId: groupIdOf(text ?? storyId),
    versionCreated: at,
    firstCreated: at,
    receivedAt: at,
    updatedAt: at,
    format: 'ninjs-3',
    ...story,
    storyId,
    item: {
      uri: `urn:example:${storyId}`,
      language,
      headlines: [{ role: 'main', value: headline }],
      bodies: [{ role: 'main', contentType: 'text/html', value: `<p>${body}</p>` }],
      ...item,
    },
    editorial: { category: [], keywords: [], ...editorial },
    text: { plain: body, language },
  });
}

/** A reader with rights to everything but what is held back. */
export const everything: SearchReader = { providers: '*', seesHeld: false };
export const operator: SearchReader = { providers: '*', seesHeld: true };

/** A request as the API makes it, with `q` parsed. */
export function aRequest({ q, ...parts }: Partial<SearchRequest> & { q?: string } = {}): SearchRequest {
  return {
    query: q === undefined ? all : parseQuery(q).ast,
    filters: {},
    view: 'groups',
    sort: 'new',
    limit: 20,
    cursor: null,
    facets: [],
    highlight: false,
    includeHeld: false,
    ...parts,
  };
}
