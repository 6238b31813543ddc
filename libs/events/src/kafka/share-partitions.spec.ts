import { describe, expect, it } from '@jest/globals';
import { sharePartitions } from './share-partitions.js';

const six = [0, 1, 2, 3, 4, 5];

describe('sharing the partitions of a group', () => {
  it('gives every partition to one member, evenly', () => {
    const members = ['c', 'a', 'b'].map((memberId) => ({ memberId, topics: ['t'] }));
    const shares = sharePartitions(members, new Map([['t', six]]));
    expect([...shares.values()].map((share) => share['t']!.length)).toEqual([2, 2, 2]);
    expect([...shares.values()].flatMap((share) => share['t']!).sort((a, b) => a - b)).toEqual(six);
  });

  it('gives a member only topics that it reads, though they are all in one group', () => {
    const shares = sharePartitions(
      [
        { memberId: 'stories 1', topics: ['stories'] },
        { memberId: 'filings', topics: ['filings'] },
        { memberId: 'stories 2', topics: ['stories'] },
      ],
      new Map([
        ['stories', six],
        ['filings', six],
      ]),
    );
    expect(shares.get('filings')).toEqual({ filings: six });
    expect(shares.get('stories 1')).toEqual({ stories: [0, 2, 4] });
    expect(shares.get('stories 2')).toEqual({ stories: [1, 3, 5] });
  });

  it('leaves members without a share when there are more of them than partitions', () => {
    const members = ['a', 'b', 'c'].map((memberId) => ({ memberId, topics: ['t'] }));
    expect(sharePartitions(members, new Map([['t', [0]]])).get('c')).toEqual({});
  });
});
