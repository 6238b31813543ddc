import { groupIdOf, newId, storyIdOf, type NinjsItem, type StorySnapshot } from '#contracts';

/** What a test says about a story; all else is filled in. */
export interface StoryParts {
  headline?: string;
  body?: string;
  language?: string;
  provider?: string;
  item?: Partial<NinjsItem>;
  editorial?: Partial<StorySnapshot['editorial']>;
  story?: Partial<StorySnapshot>;
}

/** A usable story of an invented agency. */
export function aStory(parts: StoryParts = {}): StorySnapshot {
  const { headline = 'Port strike ends', body = '', language = 'en', provider = 'nordwire' } = parts;
  const at = '2026-11-03T10:15:00.000Z';
  return {
    storyId: storyIdOf(provider, headline),
    provider,
    feed: `${provider}-main`,
    revision: 1,
    groupId: groupIdOf(headline),
    clusterId: null,
    status: 'usable',
    statusReason: null,
    originalKilled: false,
    signal: 'new',
    corrected: false,
    version: '1',
    versionCreated: at,
    firstCreated: at,
    receivedAt: at,
    updatedAt: at,
    embargoedUntil: null,
    dispatchId: newId(),
    transmissionId: newId(),
    format: 'ninjs-3',
    versionCount: 1,
    item: {
      uri: `urn:example:${provider}`,
      language,
      headlines: [{ role: 'main', value: headline }],
      ...parts.item,
    },
    editorial: { category: [], keywords: [], ...parts.editorial },
    text: { plain: body, language },
    embargo: null,
    warnings: [],
    copies: [],
    ...parts.story,
  };
}
