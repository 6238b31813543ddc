import type { NinjsItem, StorySnapshot } from '#contracts';

/** Members of an item that say which item it is and how it stands, and nothing of what it tells. */
const identifying = [
  'uri',
  'type',
  'version',
  'firstCreated',
  'versionCreated',
  'pubStatus',
  'language',
  'altIds',
  'standard',
] as const satisfies readonly (keyof NinjsItem)[];

/**
 * The snapshot of a killed or withheld story without its copy. The headline of a killed story stays, so that whoever
 * holds a copy finds it; that of a withheld one may be news that nobody has seen, and goes.
 */
export function redacted(story: StorySnapshot): StorySnapshot {
  const item: NinjsItem = { uri: story.item.uri, ...pick(story.item, identifying) };
  if (story.status === 'canceled') Object.assign(item, pick(story.item, ['headlines', 'slugline', 'edNote']));
  return {
    ...story,
    item,
    editorial: { category: [], keywords: [] },
    text: { ...story.text, plain: '' },
    embargo: null,
    warnings: [],
    copies: [],
  };
}

function pick<K extends keyof NinjsItem>(item: NinjsItem, names: readonly K[]): Partial<NinjsItem> {
  return Object.fromEntries(
    names.filter((name) => item[name] !== undefined).map((name) => [name, item[name]]),
  ) as Partial<NinjsItem>;
}
