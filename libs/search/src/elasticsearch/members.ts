import type { StorySnapshot } from '#contracts';
import type { AlsoFrom, SearchReader } from '../search-types.js';
import { openTo } from './matching.js';
import { earliestFirst } from './page.js';
import { allOf, firstValue, type StoryReader } from './stories.js';

const membersAtMost = 5_000;

/** Who else has the text of each story, as far as the reader may know; the earliest first. */
export async function alsoFrom(
  stories: StoryReader,
  shown: readonly StorySnapshot[],
  reader: SearchReader,
): Promise<(story: StorySnapshot) => AlsoFrom[]> {
  const members = await membersOf(stories, new Set(shown.map((story) => story.groupId)), reader);
  return (story) => {
    const shares = new Map(story.copies.map((copy) => [copy.storyId, copy.share]));
    return (members.get(story.groupId) ?? [])
      .filter(({ storyId }) => storyId !== story.storyId)
      .map((member) => ({ ...member, share: shares.get(member.storyId) ?? null }));
  };
}

async function membersOf(
  stories: StoryReader,
  groups: ReadonlySet<string>,
  reader: SearchReader,
): Promise<Map<string, { provider: string; storyId: string }[]>> {
  const members = new Map<string, { provider: string; storyId: string }[]>();
  if (groups.size === 0) return members;
  const { hits } = await stories.search({
    query: allOf([
      ...openTo(reader),
      { term: { originalKilled: false } },
      { terms: { groupId: [...groups] } },
    ]),
    sort: earliestFirst,
    size: membersAtMost,
    _source: false,
    docvalue_fields: ['groupId', 'provider'],
  });
  for (const hit of hits.hits) {
    const groupId = firstValue(hit, 'groupId');
    const member = { provider: firstValue(hit, 'provider'), storyId: hit._id ?? '' };
    const known = members.get(groupId);
    if (known) known.push(member);
    else members.set(groupId, [member]);
  }
  return members;
}
