import kafkajs, { type Admin, type Kafka } from 'kafkajs';
import type { AnyTopic, Topic } from '#contracts';
import { kafkaError } from './kafka-fault.js';
import { KafkaAdmin, type BrokerTopic, type PartitionOffset } from './kafka-port.js';

const { ConfigResourceTypes, ConfigSource } = kafkajs;
/** Creating topics waits this long for their leaders. */
const createMs = 15_000;

/** Administration by kafkajs; connects at its first question. */
export class KafkaJsAdmin extends KafkaAdmin {
  private connected: Promise<Admin> | undefined;

  constructor(
    private readonly library: Kafka,
    private readonly prefix: string,
  ) {
    super();
  }

  override brokerCount(): Promise<number> {
    return this.ask('the cluster', async (admin) => (await admin.describeCluster()).brokers.length);
  }

  override describe(names: readonly AnyTopic[]): Promise<BrokerTopic[]> {
    return this.ask('the topics', async (admin) => {
      const existing = new Set(await admin.listTopics());
      const topics = names.filter((name) => existing.has(this.prefix + name));
      if (topics.length === 0) return [];
      const { topics: found } = await admin.fetchTopicMetadata({
        topics: topics.map((name) => this.prefix + name),
      });
      const metadata = new Map(found.map(({ name, partitions }) => [name, partitions]));
      const configs = await Promise.all(topics.map((name) => this.ownConfig(admin, name)));
      return topics.map((name, index) => {
        const partitions = metadata.get(this.prefix + name) ?? [];
        return {
          name,
          partitions: partitions.length,
          replication: partitions[0]?.replicas.length ?? 0,
          config: configs[index]!,
        };
      });
    });
  }

  override create(topics: readonly BrokerTopic[]): Promise<void> {
    return this.ask('creating topics', async (admin) => {
      await admin.createTopics({
        waitForLeaders: true,
        timeout: createMs,
        topics: topics.map(({ name, partitions, replication, config }) => ({
          topic: this.prefix + name,
          numPartitions: partitions,
          replicationFactor: replication,
          configEntries: entries(config),
        })),
      });
    });
  }

  override addPartitions(name: AnyTopic, partitions: number): Promise<void> {
    return this.ask(`adding partitions to ${name}`, async (admin) => {
      await admin.createPartitions({ topicPartitions: [{ topic: this.prefix + name, count: partitions }] });
    });
  }

  override alter(name: AnyTopic, config: Readonly<Record<string, string>>): Promise<void> {
    return this.ask(`settings of ${name}`, async (admin) => {
      // the library knows only the request that replaces all settings of a topic
      const whole = { ...(await this.ownConfig(admin, name)), ...config };
      await admin.alterConfigs({
        validateOnly: false,
        resources: [
          { type: ConfigResourceTypes.TOPIC, name: this.prefix + name, configEntries: entries(whole) },
        ],
      });
    });
  }

  override delete(names: readonly AnyTopic[]): Promise<void> {
    return this.ask('deleting topics', async (admin) => {
      const existing = new Set(await admin.listTopics());
      const topics = names.map((name) => this.prefix + name).filter((name) => existing.has(name));
      if (topics.length > 0) await admin.deleteTopics({ topics });
    });
  }

  override groups(): Promise<string[]> {
    return this.ask('the groups', async (admin) => {
      const { groups } = await admin.listGroups();
      return groups
        .filter(({ groupId, protocolType }) => protocolType === 'consumer' && groupId.startsWith(this.prefix))
        .map(({ groupId }) => groupId.slice(this.prefix.length))
        .sort();
    });
  }

  override committed(group: string, topic: Topic): Promise<PartitionOffset[]> {
    return this.ask(`offsets of ${group}`, async (admin) => {
      const answers = await admin.fetchOffsets({
        groupId: this.prefix + group,
        topics: [this.prefix + topic],
      });
      return answers
        .flatMap(({ partitions }) => partitions)
        .map(({ partition, offset }) => ({ partition, offset: BigInt(offset) }))
        .filter(({ offset }) => offset >= 0n);
    });
  }

  override bounds(topic: Topic): Promise<{ first: PartitionOffset[]; end: PartitionOffset[] }> {
    return this.ask(`offsets of ${topic}`, async (admin) => {
      const partitions = await admin.fetchTopicOffsets(this.prefix + topic);
      return {
        first: partitions.map(({ partition, low }) => ({ partition, offset: BigInt(low) })),
        end: partitions.map(({ partition, high }) => ({ partition, offset: BigInt(high) })),
      };
    });
  }

  override async close(): Promise<void> {
    const admin = await this.connected?.catch(() => undefined);
    this.connected = undefined;
    await admin?.disconnect();
  }

  private async ownConfig(admin: Admin, name: AnyTopic): Promise<Record<string, string>> {
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: ConfigResourceTypes.TOPIC, name: this.prefix + name }],
    });
    return Object.fromEntries(
      resources
        .flatMap(({ configEntries }) => configEntries)
        .filter(({ configSource }) => configSource === ConfigSource.TOPIC_CONFIG)
        .map(({ configName, configValue }) => [configName, configValue]),
    );
  }

  private async ask<T>(about: string, question: (admin: Admin) => Promise<T>): Promise<T> {
    try {
      this.connected ??= this.connect();
      return await question(await this.connected);
    } catch (error) {
      // a connection of its own for the next question: the library does not come back to a broker that moved
      await this.close();
      throw kafkaError(`Kafka does not answer about ${about}`, error);
    }
  }

  private async connect(): Promise<Admin> {
    const admin = this.library.admin();
    await admin.connect();
    return admin;
  }
}

function entries(config: Readonly<Record<string, string>>): { name: string; value: string }[] {
  return Object.entries(config).map(([name, value]) => ({ name, value }));
}
