import { describe, expect, it } from '@jest/globals';
import type { Settlement } from '../ledger/settlement.js';
import { Settler } from './settler.js';

function settlement(deliveryId: string): Settlement {
  return {
    deliveryId,
    destination: 'desk',
    storyId: 'story',
    isRecall: false,
    attempt: 1,
    outcome: { kind: 'sent', status: 200 },
  };
}

describe('the settler', () => {
  it('writes every outcome once, and those that end together in one go', async () => {
    const batches: string[][] = [];
    const settler = new Settler({
      write: async (settlements) => {
        batches.push(settlements.map(({ deliveryId }) => deliveryId));
        await new Promise((resolve) => setTimeout(resolve, 5));
      },
      onTrouble: () => undefined,
    });
    const ids = Array.from({ length: 50 }, (_, index) => String(index));
    const written: string[] = [];
    await Promise.all(
      ids.map(async (id, index) => {
        await new Promise((resolve) => setTimeout(resolve, index % 10));
        await settler.settle(settlement(id));
        written.push(id);
      }),
    );
    expect(batches.flat().toSorted()).toEqual(ids.toSorted());
    expect(written).toHaveLength(50);
    expect(batches.length).toBeLessThan(15);
  });

  it('tries again while the store is away, and gives up only when it is closed', async () => {
    let failures = 2;
    const troubles: unknown[] = [];
    const written: string[] = [];
    const settler = new Settler({
      write: (settlements) => {
        if (failures > 0) {
          failures -= 1;
          return Promise.reject(new Error('away'));
        }
        written.push(...settlements.map(({ deliveryId }) => deliveryId));
        return Promise.resolve();
      },
      onTrouble: (error) => troubles.push(error),
      retryMs: 5,
    });
    await settler.settle(settlement('a'));
    expect(written).toEqual(['a']);
    expect(troubles).toHaveLength(2);
    failures = 99;
    settler.close();
    await settler.settle(settlement('b'));
    expect(written).toEqual(['a']);
  });
});
