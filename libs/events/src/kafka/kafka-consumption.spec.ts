import { describe, expect, it } from '@jest/globals';
import { RetriableError } from '#contracts';
import type { BatchConsumer, EventMessage } from '../event-bus.js';
import { until } from '../event-bus.contract.js';
import { KafkaConsumption, type ConsumptionParts } from './kafka-consumption.js';
import { KafkaClient, KafkaConsumer, type PartitionBatch } from './kafka-port.js';

function message(offset: number): EventMessage {
  return {
    topic: 'wire.alerts',
    key: 'k',
    headers: {},
    value: Buffer.from(String(offset)),
    position: `0-${offset}`,
    at: new Date(offset),
  };
}

/** A client whose consumers run the given lives, one after the other; the last goes on until it is stopped. */
class ScriptedKafka extends KafkaClient {
  readonly commits: number[] = [];
  readonly pauses: number[] = [];
  lives = 0;

  constructor(private readonly life: (n: number, give: (count: number) => Promise<void>) => Promise<void>) {
    super();
  }

  override consumer(): KafkaConsumer {
    const { life, commits, pauses } = this;
    const n = (this.lives += 1);
    const ending = new AbortController();
    const stopped = new Promise<void>((resolve) => {
      ending.signal.addEventListener('abort', () => resolve());
    });
    class Scripted extends KafkaConsumer {
      override async run(handle: (batch: PartitionBatch) => Promise<void>): Promise<void> {
        const give = (count: number) =>
          handle({
            partition: 0,
            messages: Array.from({ length: count }, (_, offset) => message(offset)),
            ending: ending.signal,
            commit: (settled) => Promise.resolve(void commits.push(settled)),
            pauseFor: (ms) => void pauses.push(ms),
          });
        await life(n, give);
        await stopped;
      }
      override stop(): Promise<void> {
        ending.abort();
        return Promise.resolve();
      }
    }
    return new Scripted();
  }

  override producer(): never {
    throw new Error('not in this script');
  }
  override transactionalProducer(): never {
    throw new Error('not in this script');
  }
  override admin(): never {
    throw new Error('not in this script');
  }
}

function consumptionOf(kafka: KafkaClient, consumer: BatchConsumer, parts: Partial<ConsumptionParts> = {}) {
  return new KafkaConsumption({ group: 'g', topic: 'wire.alerts', maxBatch: 4 }, consumer, {
    kafka,
    resolve: (messages) => Promise.resolve(messages),
    deadLetter: () => Promise.resolve(),
    onTrouble: () => undefined,
    ...parts,
  });
}

const settleAll: BatchConsumer = (batch) => Promise.resolve({ settled: batch.length });

describe('consuming from Kafka', () => {
  it('gives what was fetched in portions, and commits behind each', async () => {
    const kafka = new ScriptedKafka((_, give) => give(10));
    const sizes: number[] = [];
    const consumption = consumptionOf(kafka, (batch, context) => {
      sizes.push(batch.length);
      return settleAll(batch, context);
    });
    await until(() => kafka.commits.length === 3);
    expect(sizes).toEqual([4, 4, 2]);
    expect(kafka.commits).toEqual([4, 8, 10]);
    await consumption.stop();
  });

  it('commits nothing for what is not settled, and gives the partition back for a long wait', async () => {
    const kafka = new ScriptedKafka((_, give) => give(3));
    const consumption = consumptionOf(kafka, () => Promise.resolve({ settled: 1, retryAfterMs: 30_000 }));
    await until(() => kafka.pauses.length === 1);
    expect(kafka.commits).toEqual([1]);
    expect(kafka.pauses).toEqual([30_000]);
    await consumption.stop();
  });

  it('counts events that a newer one made superfluous as done, never past one that is not settled', async () => {
    const kafka = new ScriptedKafka((_, give) => give(4));
    const seen: string[] = [];
    const consumption = consumptionOf(
      kafka,
      (batch) => {
        seen.push(batch.map(({ position }) => position).join(' '));
        return Promise.resolve(
          seen.length === 1 ? { settled: 1, retryAfterMs: 1 } : { settled: batch.length },
        );
      },
      { resolve: (messages) => Promise.resolve(messages.filter(({ position }) => !/-[02]$/.test(position))) },
    );
    await until(() => kafka.commits.includes(4));
    expect(seen).toEqual(['0-1 0-3', '0-3']);
    expect(kafka.commits).toEqual([3, 4]);
    await consumption.stop();
  });

  it('waits for the store of large values as long as it takes', async () => {
    const kafka = new ScriptedKafka((_, give) => give(1));
    const trouble: unknown[] = [];
    const fault = new RetriableError('store_unavailable', 'away');
    const consumption = consumptionOf(kafka, settleAll, {
      resolve: (messages) => (trouble.length === 0 ? Promise.reject(fault) : Promise.resolve(messages)),
      onTrouble: (error) => trouble.push(error),
    });
    await until(() => kafka.commits.length === 1);
    expect(trouble).toEqual([fault]);
    await consumption.stop();
  });

  it('joins again after a fault of the broker, and tells of it', async () => {
    const fault = new RetriableError('kafka_unavailable', 'away');
    const kafka = new ScriptedKafka((n, give) => (n < 3 ? Promise.reject(fault) : give(1)));
    const trouble: unknown[] = [];
    const consumption = consumptionOf(kafka, settleAll, { onTrouble: (error) => trouble.push(error) });
    await until(() => kafka.commits.length === 1);
    expect(trouble).toEqual([fault, fault]);
    await consumption.stop();
  });

  it('ends by what no new try can mend, and by what the handler threw, as it was thrown', async () => {
    const refused = new Error('not allowed');
    await expect(
      consumptionOf(new ScriptedKafka(() => Promise.reject(refused)), settleAll).ended,
    ).rejects.toBe(refused);
    const bug = new TypeError('a bug');
    const kafka = new ScriptedKafka((_, give) => give(1));
    await expect(consumptionOf(kafka, () => Promise.reject(bug)).ended).rejects.toBe(bug);
    expect(kafka.lives).toBe(1);
    expect(kafka.commits).toEqual([]);
  });

  it('sets an event aside as it came, with the reference instead of the data behind it', async () => {
    const kafka = new ScriptedKafka((_, give) => give(1));
    const aside: EventMessage[] = [];
    const consumption = consumptionOf(
      kafka,
      async (batch, context) => {
        await context.deadLetter(batch[0]!, { code: 'bad', detail: '' });
        return { settled: 1 };
      },
      {
        resolve: (messages) =>
          Promise.resolve(messages.map((entry) => ({ ...entry, value: Buffer.from('megabytes') }))),
        deadLetter: (entry) => Promise.resolve(void aside.push(entry)),
      },
    );
    await until(() => kafka.commits.length === 1);
    expect(String(aside[0]?.value)).toBe('0');
    await consumption.stop();
  });
});
