import type { Client } from '@elastic/elasticsearch';
import { RetriableError, type StorySnapshot } from '#contracts';
import type { IndexOutcome, Removal } from '../search-types.js';
import { writeBulk, type BackOff, type BulkDocument, type BulkOutcome } from './bulk.js';
import type { IndexSet, WriteTargets } from './index-set.js';
import { removedDocument, storyDocument } from './story-document.js';

/** A document of the stories, for whatever generations are written. */
type StoryWrite = Omit<BulkDocument, 'index'>;

/** How often a write looks for an index anew when the one it knew is gone. */
const looksAtMost = 3;

/** Writes stories and removals into every generation that is alive, each guarded by its revision. */
export class StoryWriter {
  constructor(
    private readonly client: Client,
    private readonly indices: IndexSet,
    private readonly backOff?: BackOff,
  ) {}

  async index(stories: readonly StorySnapshot[]): Promise<IndexOutcome[]> {
    const mismatch = await this.indices.ready();
    const newest = newestOfEach(stories);
    const outcomes = await this.writeEverywhere(storyWrites(newest));
    const byStory = new Map(newest.map((story, at) => [story, outcomes[at]]));
    return stories.map((story) => outcomeOf(story, byStory.get(story), mismatch));
  }

  /** Leaves empty documents: what was removed cannot come back by a replay of what was before. */
  async remove(removals: readonly Removal[]): Promise<void> {
    let waiting = [...removals];
    for (let look = 0; waiting.length > 0; look += 1) {
      if (look === looksAtMost) throw new RetriableError('search_unavailable', 'the stories change too fast');
      const versions = await this.versionsOf(waiting.filter(({ revision }) => revision === undefined));
      const writes = waiting.flatMap((removal) => {
        const version = removal.revision ?? versions.get(removal.storyId);
        return version === undefined ? [] : [{ removal, version }];
      });
      const outcomes = await this.writeEverywhere(
        writes.map(({ removal, version }) => ({
          id: removal.storyId,
          version,
          orEqual: true,
          source: removedDocument,
        })),
      );
      // a removal without a revision takes out whatever is there, so it follows a newer one
      waiting = writes
        .filter(({ removal }, at) => removal.revision === undefined && outcomes[at]?.outcome === 'older')
        .map(({ removal }) => removal);
    }
  }

  /** Writes into the generation under construction alone. */
  async fill(index: string, stories: readonly StorySnapshot[]): Promise<IndexOutcome[]> {
    const newest = newestOfEach(stories);
    const outcomes = await writeBulk(this.client, into(index, storyWrites(newest)), this.backOff);
    const byStory = new Map(newest.map((story, at) => [story, outcomes[at]]));
    return stories.map((story) => outcomeOf(story, byStory.get(story), null));
  }

  private async writeEverywhere(writes: Iterable<StoryWrite>): Promise<BulkOutcome[]> {
    const list = [...writes];
    if (list.length === 0) return [];
    for (let look = 0; look < looksAtMost; look += 1) {
      const outcomes = await this.writeInto(await this.indices.targets(), list);
      if (!outcomes.some(({ outcome }) => outcome === 'index_missing')) return outcomes;
      this.indices.forget();
    }
    throw new RetriableError('search_unavailable', 'the index of the stories is gone');
  }

  /** The outcome in the generation that is read counts, unless the next one cannot take the document. */
  private async writeInto(targets: WriteTargets, writes: readonly StoryWrite[]): Promise<BulkOutcome[]> {
    const outcomes = await writeBulk(this.client, into(targets.current, writes), this.backOff);
    if (targets.building === null) return outcomes;
    const next = await writeBulk(this.client, into(targets.building, writes), this.backOff);
    return outcomes.map((outcome, at) => {
      const other = next[at];
      return other?.outcome === 'refused' || other?.outcome === 'index_missing' ? other : outcome;
    });
  }

  private async versionsOf(removals: readonly Removal[]): Promise<Map<string, number>> {
    if (removals.length === 0) return new Map();
    const { current } = await this.indices.targets();
    const { docs } = await this.client.mget({
      index: current,
      ids: removals.map(({ storyId }) => storyId),
      _source: false,
    });
    return new Map(
      docs.flatMap((doc): [string, number][] =>
        '_version' in doc && doc._version !== undefined ? [[doc._id, doc._version]] : [],
      ),
    );
  }
}

function* storyWrites(stories: readonly StorySnapshot[]): Generator<StoryWrite> {
  const now = Date.now();
  for (const story of stories) {
    yield { id: story.storyId, version: story.revision, source: storyDocument(story, now) };
  }
}

function* into(index: string, writes: Iterable<StoryWrite>): Generator<BulkDocument> {
  for (const write of writes) yield { ...write, index };
}

/** The highest revision of each story; the others of a batch are older before they are written. */
function newestOfEach(stories: readonly StorySnapshot[]): StorySnapshot[] {
  const newest = new Map<string, StorySnapshot>();
  for (const story of stories) {
    const known = newest.get(story.storyId);
    if (!known || known.revision < story.revision) newest.set(story.storyId, story);
  }
  return [...newest.values()];
}

/**
 * A document that an index of another version refuses is not at fault itself: it waits for the rebuild, so that
 * nothing is set aside by mistake.
 */
function outcomeOf(
  { storyId }: StorySnapshot,
  outcome: BulkOutcome | undefined,
  mismatch: string | null,
): IndexOutcome {
  switch (outcome?.outcome) {
    case 'indexed':
      return { storyId, outcome: 'indexed' };
    case 'refused':
      if (mismatch !== null) {
        throw new RetriableError('search_unavailable', `${mismatch}; ${outcome.code}: ${outcome.detail}`);
      }
      return { storyId, outcome: 'refused', code: outcome.code, detail: outcome.detail };
    case 'index_missing':
      throw new RetriableError('search_unavailable', 'the index that is being filled is gone');
    case 'older':
    case undefined:
      return { storyId, outcome: 'older' };
  }
}
