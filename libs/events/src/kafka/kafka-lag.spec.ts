import { describe, expect, it } from '@jest/globals';
import { lagOf } from './kafka-lag.js';
import type { KafkaAdmin } from './kafka-port.js';

const at = (offsets: bigint[]) => offsets.map((offset, partition) => ({ partition, offset }));

/** Partitions that keep 5..20, 0..7 and nothing; the group stands at 15, nowhere and at the end. */
const admin = {
  bounds: () => Promise.resolve({ first: at([5n, 0n, 30n]), end: at([20n, 7n, 30n]) }),
  committed: () => Promise.resolve([...at([15n]), { partition: 2, offset: 30n }]),
} as Partial<KafkaAdmin> as KafkaAdmin;

describe('lag on Kafka', () => {
  it('counts from where the group stands, or from what is kept, and ages only what waits', async () => {
    const now = new Date(100_000);
    const reader = { group: 'g', topic: 'wire.alerts', oldest: () => new Date(40_000) } as const;
    expect(await lagOf(admin, [reader], now)).toEqual([
      { group: 'g', topic: 'wire.alerts', partition: 0, events: 5, oldestSeconds: 60 },
      { group: 'g', topic: 'wire.alerts', partition: 1, events: 7, oldestSeconds: 60 },
      { group: 'g', topic: 'wire.alerts', partition: 2, events: 0, oldestSeconds: 0 },
    ]);
  });
});
