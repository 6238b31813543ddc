/** A member of a group with the topics that it reads. */
export interface GroupMemberTopics {
  readonly memberId: string;
  readonly topics: readonly string[];
}

/** Partitions by topic, of each member. */
export type Shares = Map<string, Record<string, number[]>>;

/**
 * Shares the partitions of topics among the members that read them, in turns: of one topic nobody gets two more than
 * another. Turns go on from topic to topic, so that the first member does not get the odd one of each. Every member
 * gets the same answer from the same facts, in whatever order they come.
 */
export function sharePartitions(
  members: readonly GroupMemberTopics[],
  partitionsOf: ReadonlyMap<string, readonly number[]>,
): Shares {
  const sorted = [...members].sort((a, b) => (a.memberId < b.memberId ? -1 : 1));
  const shares: Shares = new Map(sorted.map(({ memberId }) => [memberId, {}]));
  let turn = 0;
  for (const [topic, partitions] of [...partitionsOf].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const readers = sorted.filter(({ topics }) => topics.includes(topic));
    if (readers.length === 0) continue;
    for (const partition of [...partitions].sort((a, b) => a - b)) {
      const share = shares.get(readers[turn % readers.length]!.memberId)!;
      (share[topic] ??= []).push(partition);
      turn += 1;
    }
  }
  return shares;
}
