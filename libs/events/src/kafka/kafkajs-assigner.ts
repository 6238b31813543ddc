import kafkajs, { type PartitionAssigner } from 'kafkajs';
import { sharePartitions } from './share-partitions.js';

const { MemberAssignment, MemberMetadata } = kafkajs.AssignerProtocol;
/** The library's own name for shares taken in turns: other kafkajs consumers may join our groups. */
const name = 'RoundRobinAssigner';
const version = 0;

/**
 * Assigns what members asked for. The library's assigner gives the leader's topics to all members, whatever they read:
 * with one consumer per topic in a group, nobody would read the others.
 */
export const assignByTopic: PartitionAssigner = ({ cluster }) => ({
  name,
  version,
  async assign({ members }) {
    const readers = members.map(({ memberId, memberMetadata }) => ({
      memberId,
      topics: MemberMetadata.decode(memberMetadata)?.topics ?? [],
    }));
    const topics = [...new Set(readers.flatMap((reader) => reader.topics))];
    await cluster.addMultipleTargetTopics(topics);
    const partitionsOf = new Map(
      topics.map((topic) => [
        topic,
        cluster.findTopicPartitionMetadata(topic).map(({ partitionId }) => partitionId),
      ]),
    );
    return [...sharePartitions(readers, partitionsOf)].map(([memberId, assignment]) => ({
      memberId,
      memberAssignment: MemberAssignment.encode({ version, assignment, userData: Buffer.alloc(0) }),
    }));
  },
  protocol: ({ topics }) => ({
    name,
    metadata: MemberMetadata.encode({ version, topics, userData: Buffer.alloc(0) }),
  }),
});
