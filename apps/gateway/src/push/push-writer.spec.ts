import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { newId, sha256 } from '#contracts';
import { createLogger, Metrics } from '#platform';
import type { NewTransmission, Stored } from './new-transmission.js';
import { PushWriter, type PushWriterOptions } from './push-writer.js';

function transmission(text: string): NewTransmission {
  const body = Buffer.from(text);
  return {
    transmissionId: newId(),
    feed: 'nordwire',
    provider: 'nordwire',
    profile: null,
    receivedAt: new Date(),
    contentType: null,
    filename: null,
    headers: {},
    sha256: sha256(body),
    body,
    idempotencyKey: null,
  };
}

function stored({ transmissionId }: NewTransmission): Stored {
  return { kind: 'stored', transmissionId };
}

/** A writer over a fake store that notes the sizes of its batches. */
function writerOver(
  write: PushWriterOptions['write'],
  options: Partial<PushWriterOptions> = {},
): { writer: PushWriter; sizes: number[] } {
  const sizes: number[] = [];
  const writer = new PushWriter({
    metrics: new Metrics(),
    logger: createLogger({ level: 'silent', service: 'test' }),
    write: (batch) => {
      sizes.push(batch.length);
      return write(batch);
    },
    ...options,
  });
  return { writer, sizes };
}

const storeAway = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });

describe('the push writer', () => {
  it('lets pushes that arrive during a commit share the next one', async () => {
    const { writer, sizes } = writerOver(async (batch) => {
      await sleep(10);
      return batch.map(stored);
    });
    const pushes = Array.from({ length: 450 }, (_, i) => transmission(`dispatch ${i}`));
    const results = await Promise.all(pushes.map((push) => writer.push(push)));
    expect(results).toEqual(pushes.map(stored));
    expect(sizes).toEqual([100, 100, 100, 100, 50]);
  });

  it('stores a lone push at once', async () => {
    const { writer, sizes } = writerOver((batch) => Promise.resolve(batch.map(stored)));
    await writer.push(transmission('alone'));
    expect(sizes).toEqual([1]);
  });

  it('does not gather more bytes than one commit may have', async () => {
    const { writer, sizes } = writerOver((batch) => Promise.resolve(batch.map(stored)), {
      maxBatchBytes: 100,
    });
    await Promise.all([60, 60, 60, 150].map((size) => writer.push(transmission('x'.repeat(size)))));
    expect(sizes).toEqual([1, 1, 1, 1]);
  });

  it('tells only the one push that cannot be stored', async () => {
    const { writer } = writerOver((batch) =>
      batch.some((push) => push.body.toString() === 'bad')
        ? Promise.reject(new Error('invalid byte sequence'))
        : Promise.resolve(batch.map(stored)),
    );
    const outcomes = await Promise.allSettled(
      ['good', 'bad', 'fine'].map((text) => writer.push(transmission(text))),
    );
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('tells all of a commit to come again when the store is away', async () => {
    const { writer, sizes } = writerOver(() => Promise.reject(storeAway));
    const outcomes = await Promise.allSettled([1, 2, 3].map((n) => writer.push(transmission(`${n}`))));
    expect(outcomes).toEqual(
      [1, 2, 3].map(() => ({
        status: 'rejected',
        reason: expect.objectContaining({ code: 'store_unavailable' }),
      })),
    );
    expect(sizes).toEqual([3]);
  });

  it('refuses at once when too many wait', async () => {
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    const { writer } = writerOver(
      async (batch) => {
        await gate;
        return batch.map(stored);
      },
      { maxBatch: 1, flushers: 1, maxQueue: 2 },
    );
    const pushes = [1, 2].map((n) => writer.push(transmission(`${n}`)));
    await expect(writer.push(transmission('one too many'))).rejects.toMatchObject({ code: 'overloaded' });
    open();
    await expect(Promise.all(pushes)).resolves.toHaveLength(2);
  });

  it('does not leave a sender waiting for a store that hangs', async () => {
    const { writer } = writerOver(() => new Promise<Stored[]>(() => undefined), { answerWithinMs: 20 });
    await expect(writer.push(transmission('x'))).rejects.toMatchObject({ code: 'store_unavailable' });
  });

  it('stores what waits before it stops, and takes no more', async () => {
    const { writer } = writerOver(
      async (batch) => {
        await sleep(5);
        return batch.map(stored);
      },
      { maxBatch: 1, flushers: 1 },
    );
    const pushes = [1, 2, 3].map((n) => writer.push(transmission(`${n}`)));
    await writer.stop();
    await expect(Promise.all(pushes)).resolves.toHaveLength(3);
    await expect(writer.push(transmission('late'))).rejects.toMatchObject({ code: 'overloaded' });
  });
});
