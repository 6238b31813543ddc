import { Kafka, logLevel } from 'kafkajs';

/** Removes topics, groups and indices that begin with the names of one run. */
export async function cleanUp(engines: {
  readonly brokers: string;
  readonly node: string;
  readonly topicPrefix: string;
  readonly indexPrefix: string;
}): Promise<void> {
  const { brokers, node, topicPrefix, indexPrefix } = engines;
  const kafka = new Kafka({
    clientId: 'wiredesk-test',
    brokers: brokers.split(','),
    logLevel: logLevel.NOTHING,
  });
  const admin = kafka.admin();
  await admin.connect();
  try {
    const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(topicPrefix));
    if (topics.length > 0) await admin.deleteTopics({ topics });
    const { groups } = await admin.listGroups();
    const ours = groups.map(({ groupId }) => groupId).filter((group) => group.startsWith(topicPrefix));
    if (ours.length > 0) await admin.deleteGroups(ours);
  } finally {
    await admin.disconnect();
  }
  const listed = await fetch(`${node}/_cat/indices/${indexPrefix}*?format=json&h=index&expand_wildcards=all`);
  const indices = ((await listed.json()) as { index: string }[]).map(({ index }) => `/${index}`);
  for (const path of [...indices, `/_index_template/${indexPrefix}*`, `/_component_template/${indexPrefix}*`])
    await (await fetch(`${node}${path}`, { method: 'DELETE' })).arrayBuffer();
}
