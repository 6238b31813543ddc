import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DispatchNormalised, Outcome, StorySnapshot } from '#contracts';
import { factsOf, foldStory, snapshotOf, viewGroup } from '#identity';
import { saveFilings, saveStories } from '#store';
import { aDispatch, embargoUntil, testDatabase } from '#testing';
import { problemOf, TestSearchService } from '../search.fixture.js';
import type { VersionDiff, VersionView } from './story-history.js';

const at = (minute: number): string =>
  new Date(Date.parse('2024-05-14T10:00:00Z') + minute * 60_000).toISOString();

describe('the versions of a story', () => {
  let desk: TestSearchService;
  const filed = new Set<string>();

  beforeAll(async () => {
    desk = await TestSearchService.start(await testDatabase());
  });

  afterAll(() => desk.stop());

  /** Files dispatches as the deduplicator does, and returns the story as it then is, indexed. */
  async function file(
    events: readonly DispatchNormalised[],
    outcome: Outcome = 'created',
  ): Promise<StorySnapshot> {
    const now = at(60);
    const facts = events.map(factsOf);
    const state = foldStory(facts, { now });
    const [view] = state ? viewGroup([state], { now, released: () => new Set() }) : [];
    if (!view) throw new Error('no story');
    const dispatchOf = (id: string | undefined) =>
      events.find((event) => event.dispatchId === id)?.dispatch ?? null;
    const bodies = {
      content: dispatchOf(view.state.content?.dispatchId),
      control: dispatchOf(view.state.control?.dispatchId),
    };
    const isNew = ({ dispatchId }: { dispatchId: string }): boolean => !filed.has(dispatchId);
    const story = snapshotOf(view, bodies, { revision: events.length, now });
    await desk.dataSource.transaction(async (manager) => {
      await saveFilings(manager, {
        filings: facts.filter(isNew).map((one) => ({
          facts: one,
          storyId: one.storyId,
          live: true,
          outcome,
          reason: 'a test',
          of: null,
          score: null,
          decidedAt: now,
        })),
        replaced: [],
        bodies: events.map((event, index) => ({
          storyId: story.storyId,
          contentHash: facts[index]!.contentHash,
          dispatch: event.dispatch,
        })),
        quarantine: [],
      });
      await saveStories(manager, [{ snapshot: story, textOf: null }]);
    });
    for (const { dispatchId } of events) filed.add(dispatchId);
    await desk.index(story);
    return story;
  }

  const versionsOf = async (story: StorySnapshot, key?: string): Promise<VersionView[]> =>
    (await desk.json<{ versions: VersionView[] }>(`/v1/stories/${story.storyId}/versions`, key)).versions;

  it('come highest first, re-sends once, with what each one was', async () => {
    const first = aDispatch({
      story: 'a',
      version: '9',
      headline: 'Ferry sinks',
      text: 'Two hurt off Skagen.',
    });
    const second = aDispatch({
      story: 'a',
      version: '10',
      headline: 'Ferry sinks: three hurt',
      text: 'Three hurt off Skagen.',
      receivedAt: at(5),
      signal: 'correction',
    });
    const resend = aDispatch({
      story: 'a',
      version: '9',
      headline: 'Ferry sinks',
      text: 'Two hurt off Skagen.',
      receivedAt: at(9),
    });
    const story = await file([second, first, resend]);
    expect(
      (await versionsOf(story)).map((one) => [one.version, one.signal, one.headline, one.current]),
    ).toEqual([
      ['10', 'correction', 'Ferry sinks: three hurt', true],
      ['9', 'new', 'Ferry sinks', false],
    ]);
    const diff = await desk.json<VersionDiff>(
      `/v1/stories/${story.storyId}/diff?from=${first.dispatchId}&to=${second.dispatchId}`,
    );
    expect(diff.headline).toEqual([
      { kind: 'same', text: 'Ferry sinks' },
      { kind: 'added', text: ': three hurt' },
    ]);
    expect(diff.body).toEqual([
      { kind: 'removed', text: 'Two' },
      { kind: 'added', text: 'Three' },
      { kind: 'same', text: ' hurt off Skagen.' },
    ]);
  });

  it('of killed copy are marks without headlines, and have no differences', async () => {
    const copy = aDispatch({ story: 'k', version: '1', headline: 'Claim', text: 'The claim.' });
    const later = aDispatch({ story: 'k', version: '2', headline: 'Claim again', text: 'The claim, again.' });
    const kill = aDispatch({ story: 'k', version: '3', signal: 'kill', headline: 'Kill', text: '' });
    const story = await file([copy, later, kill]);
    expect((await versionsOf(story)).map((one) => [one.version, one.status, one.headline])).toEqual([
      ['3', 'canceled', null],
      ['2', 'usable', null],
      ['1', 'usable', null],
    ]);
    const diff = await desk.get(
      `/v1/stories/${story.storyId}/diff?from=${copy.dispatchId}&to=${later.dispatchId}`,
    );
    expect(await problemOf(diff)).toEqual({ status: 404, code: 'not_found' });
  });

  it('are kept back while the truth holds the story, also when the index does not know it yet', async () => {
    const open = aDispatch({ story: 'e', version: '1', headline: 'Results due', text: 'Results are due.' });
    const story = await file([open]);
    const held = aDispatch({
      story: 'e',
      version: '2',
      headline: 'Results: profit doubles',
      embargo: embargoUntil('2099-01-01T00:00:00.000Z'),
    });
    await file([open, held]);
    await desk.dataSource.query('delete from search.documents where story_id = $1', [story.storyId]);
    await desk.index(story);
    const { key } = await desk.key();
    expect(await versionsOf(story, key)).toEqual([]);
    const diff = await desk.get(
      `/v1/stories/${story.storyId}/diff?from=${open.dispatchId}&to=${held.dispatchId}`,
      { key },
    );
    expect(diff.status).toBe(404);
    expect((await versionsOf(story)).map((one) => one.version)).toEqual(['2', '1']);
  });

  it('names two filings of the same story', async () => {
    const one = aDispatch({ story: 'x', version: '1' });
    const other = aDispatch({ story: 'y', version: '1', headline: 'Other', text: 'Other text.' });
    const story = await file([one]);
    await file([other]);
    const diff = (query: string) => desk.get(`/v1/stories/${story.storyId}/diff?${query}`);
    expect((await diff(`from=${one.dispatchId}&to=${other.dispatchId}`)).status).toBe(404);
    expect((await diff('from=1&to=2')).status).toBe(400);
  });
});
