import { describe, expect, it } from '@jest/globals';
import { CommitQueue, type PlaceToCommit } from './commit-queue.js';

const place = (partition: number): PlaceToCommit => ({ partition, offset: '7' });

describe('commits of a consumer', () => {
  it('of partitions that were settled together go to the broker together', async () => {
    const sent: number[][] = [];
    const queue = new CommitQueue(async (places) => {
      sent.push(places.map(({ partition }) => partition));
      await new Promise((resolve) => setTimeout(resolve, 5));
    });
    const first = [queue.commit(place(0)), queue.commit(place(1))];
    await new Promise((resolve) => setTimeout(resolve, 2));
    await Promise.all([...first, queue.commit(place(2)), queue.commit(place(3))]);
    expect(sent).toEqual([
      [0, 1],
      [2, 3],
    ]);
  });

  it('that the broker refuses fail for those who asked, and not for who comes after', async () => {
    let refusals = 1;
    const queue = new CommitQueue(() =>
      refusals-- > 0 ? Promise.reject(new Error('rebalancing')) : Promise.resolve(),
    );
    await expect(queue.commit(place(0))).rejects.toThrow('rebalancing');
    await expect(queue.commit(place(0))).resolves.toBeUndefined();
  });
});
