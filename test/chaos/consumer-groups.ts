import kafkajs, { type Kafka } from 'kafkajs';
import { topicNames, type Topic } from '#contracts';

const { MemberMetadata } = kafkajs.AssignerProtocol;

/** A consumer group of the services, and a topic that it reads. */
export interface GroupOfTopic {
  readonly groupId: string;
  /** Without the prefix. */
  readonly topic: Topic;
}

/** Begins, behind the prefix, the names of groups that are ours and none of the services'. */
export const outside = 'outside';

/** The groups whose members have topics of this prefix subscribed at this moment. */
export async function groupsOf(kafka: Kafka, topicPrefix: string): Promise<GroupOfTopic[]> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const listed = (await admin.listGroups()).groups.map(({ groupId }) => groupId);
    const ids = listed.filter(
      (id) => id.startsWith(topicPrefix) && !id.startsWith(`${topicPrefix}${outside}`),
    );
    const { groups } = await admin.describeGroups(ids);
    return groups.flatMap(({ groupId, members }) => {
      const read = new Set(
        members.flatMap(({ memberMetadata }) => MemberMetadata.decode(memberMetadata)?.topics ?? []),
      );
      return topicNames
        .filter((topic) => read.has(`${topicPrefix}${topic}`))
        .map((topic) => ({ groupId, topic }));
    });
  } finally {
    await admin.disconnect();
  }
}
