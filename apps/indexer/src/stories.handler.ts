import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import type { StoryChanged, StorySnapshot } from '#contracts';
import { deadLetter, drop, ok, OnBatch, type BatchEvent, type EventBatch, type StepResult } from '#events';
import { LOGGER, Metrics, type Logger } from '#platform';
import { SearchEngine, type IndexOutcome, type Removal } from '#search';

type StoryEvent = BatchEvent<'wire.stories'>;

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Puts current snapshots into the search index, takes expired stories out. Of several events of a story in one batch
 * the last one counts; the index itself ignores what is older than what it holds, so batches may come again.
 */
@Controller()
export class StoriesHandler {
  private readonly documents;
  private readonly seconds;

  constructor(
    @Inject(SearchEngine) private readonly engine: SearchEngine,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(Metrics) metrics: Metrics,
  ) {
    this.documents = metrics.counter(
      'wiredesk_indexed_documents_total',
      'Documents given to the search index, by what became of them',
      ['outcome'],
    );
    this.seconds = metrics.histogram(
      'wiredesk_push_to_searchable_seconds',
      'From the receipt of a new story to the moment at which search finds it',
      [],
      [0.05, 0.1, 0.25, 0.5, 1, 1.5, 2.5, 5, 10, 30, 60, 300],
    );
  }

  @OnBatch('wire.stories', { group: 'indexer', maxBatch: 500, lingerMs: 100 })
  async handle(@Payload() batch: EventBatch<'wire.stories'>): Promise<StepResult[]> {
    const last = new Map(batch.events.map((event) => [event.key, event]));
    const counting = batch.events.filter((event) => last.get(event.key) === event && uuid.test(event.key));
    const indexed = await this.index(counting.flatMap(storyOf));
    await this.remove(counting.flatMap(removalOf));
    this.measure(counting, indexed);
    const refused = await this.settleRefused(counting, indexed);
    return batch.events.map((event) => {
      if (!uuid.test(event.key)) return drop('key_is_no_story');
      return (last.get(event.key) === event && refused.get(event.key)) || ok;
    });
  }

  private async index(stories: readonly StorySnapshot[]): Promise<Map<string, IndexOutcome>> {
    const outcomes = await this.engine.index(stories);
    for (const { outcome } of outcomes) this.documents.inc({ outcome });
    return new Map(outcomes.map((outcome) => [outcome.storyId, outcome]));
  }

  private async remove(removals: readonly Removal[]): Promise<void> {
    await this.engine.remove(removals);
    this.documents.inc({ outcome: 'removed' }, removals.length);
  }

  /**
   * A document that the index cannot hold goes to the dead letters. A kill or withhold does not: what cannot be
   * written whole still takes the story out of sight.
   */
  private async settleRefused(
    events: readonly StoryEvent[],
    outcomes: ReadonlyMap<string, IndexOutcome>,
  ): Promise<Map<string, StepResult>> {
    const results = new Map<string, StepResult>();
    const takenBack: Removal[] = [];
    for (const { story } of events.flatMap(changedOf)) {
      const outcome = outcomes.get(story.storyId);
      if (outcome?.outcome !== 'refused') continue;
      this.logger.error(
        { storyId: story.storyId, revision: story.revision, code: outcome.code, detail: outcome.detail },
        'a story cannot be indexed',
      );
      if (story.status === 'usable') results.set(story.storyId, deadLetter(outcome.code, outcome.detail));
      else takenBack.push({ storyId: story.storyId, revision: story.revision });
    }
    await this.engine.remove(takenBack);
    return results;
  }

  /** Only news is measured: a replay or a later version says nothing about the way from push to search. */
  private measure(events: readonly StoryEvent[], outcomes: ReadonlyMap<string, IndexOutcome>): void {
    const now = Date.now();
    for (const { story, change } of events.flatMap(changedOf)) {
      const isNew = change.cause === 'received' && change.previousRevision === null;
      if (!isNew || outcomes.get(story.storyId)?.outcome !== 'indexed') continue;
      this.seconds.observe(Math.max(0, now - Date.parse(story.receivedAt)) / 1_000);
    }
  }
}

function changedOf({ event }: StoryEvent): StoryChanged[] {
  return event === null ? [] : [event.data];
}

function storyOf({ event }: StoryEvent): StorySnapshot[] {
  return event === null || event.type === 'wire.story.expired.v1' ? [] : [event.data.story];
}

function removalOf({ key, event }: StoryEvent): Removal[] {
  if (event === null) return [{ storyId: key }];
  return event.type === 'wire.story.expired.v1'
    ? [{ storyId: key, revision: event.data.story.revision }]
    : [];
}
