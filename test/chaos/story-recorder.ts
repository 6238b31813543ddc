import type { Consumer, Kafka } from 'kafkajs';
import { foreign, recordOf, type TopicRecord } from './topic-reader.js';

interface StoryEvent {
  readonly story: { readonly revision: number; readonly status: string };
  readonly change: { readonly quiet: boolean; readonly previousStatus: string | null };
}

/**
 * What a consumer that remembers the last revision of each story makes of the events in the order in which they come.
 * An event that comes again under its id is a repeat, and harmless; one that comes for the first time behind a newer one
 * of its story is not.
 */
export class StoryOrder {
  /** Newest revision by story; null = taken out by a tombstone. */
  readonly revisions = new Map<string, number | null>();
  /** The revision by story that people are told of last: quiet changes are not news, a story taken back is. */
  readonly news = new Map<string, number>();
  readonly faults: string[] = [];
  repeats = 0;
  private readonly seen = new Set<string>();

  take({ key, headers, value }: TopicRecord): void {
    if (headers[foreign] !== undefined) return;
    if (value === null) {
      this.revisions.set(key, null);
      return;
    }
    const id = headers['ce_id'] ?? '';
    if (this.seen.has(id)) {
      this.repeats += 1;
      return;
    }
    this.seen.add(id);
    const { story, change } = JSON.parse(value.toString()) as StoryEvent;
    const { revision, status } = story;
    const before = this.revisions.get(key) ?? 0;
    if (revision !== before + 1) this.faults.push(`story ${key}: revision ${revision} came behind ${before}`);
    this.revisions.set(key, Math.max(before, revision));
    const isTakenBack = status !== 'usable' && change.previousStatus === 'usable';
    if (isTakenBack || (status === 'usable' && !change.quiet)) this.news.set(key, revision);
  }
}

/** Follows `wire.stories` live in a consumer group of its own, as a service outside would. */
export class StoryRecorder {
  readonly order = new StoryOrder();

  private constructor(private readonly consumer: Consumer) {}

  static async start(kafka: Kafka, topic: string, groupId: string): Promise<StoryRecorder> {
    const consumer = kafka.consumer({ groupId, readUncommitted: false, sessionTimeout: 10_000 });
    const recorder = new StoryRecorder(consumer);
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({
      eachMessage: ({ partition, message }) => {
        recorder.order.take(recordOf(partition, message));
        return Promise.resolve();
      },
    });
    return recorder;
  }

  stop(): Promise<void> {
    return this.consumer.disconnect();
  }
}
