import { setTimeout as sleep } from 'node:timers/promises';
import { newId, topicNames } from '#contracts';
import { appNames, type AppName } from '../stack/service-process.js';
import type { Arena } from './arena.js';
import { groupsOf } from './consumer-groups.js';
import { stormOfRebalances } from './rebalance-storm.js';
import { foreign } from './topic-reader.js';

/** Something that happens to services or engines while a wire comes in. */
export interface Fault {
  readonly name: string;
  /** One line for the table. */
  readonly what: string;
  /** Part of the short form. */
  readonly isShort?: boolean;
  /** Processes of each service; default 1. */
  readonly replicas?: Partial<Record<AppName, number>>;
  /** Resolves at the moment at which the fault is over. */
  readonly inflict: (arena: Arena) => Promise<void>;
}

const two = Object.fromEntries(appNames.map((app) => [app, 2])) as Record<AppName, number>;
/** Longer than a lease lasts, and than a consumer group waits for a member. */
const frozenMs = 15_000;

const kills: Fault[] = appNames.map((app) => ({
  name: `kill-${app}`,
  what: `${app} killed with kill -9, twice`,
  ...(app === 'deduplicator' ? { isShort: true } : {}),
  inflict: async ({ orchestrator, services }) => {
    await orchestrator.kill(services.one(app));
    await sleep(8_000);
    await orchestrator.kill(services.one(app));
    await sleep(2_000);
  },
}));

const engineFaults: Fault[] = [
  {
    name: 'kafka-stop',
    what: 'Kafka stopped for 30 s',
    inflict: async ({ stack }) => {
      await stack.kafka.stop();
      await sleep(30_000);
      await stack.kafka.start();
    },
  },
  {
    name: 'kafka-kill',
    what: 'Kafka killed with kill -9 and started on its log',
    isShort: true,
    inflict: async ({ stack }) => {
      await stack.kafka.kill();
      await stack.kafka.start();
    },
  },
  {
    name: 'elasticsearch-stop',
    what: 'Elasticsearch stopped for 30 s',
    inflict: async ({ stack }) => {
      await stack.elasticsearch.stop();
      await sleep(30_000);
      await stack.elasticsearch.start();
    },
  },
  {
    name: 'elasticsearch-kill',
    what: 'Elasticsearch killed with kill -9 and started on its data',
    inflict: async ({ stack }) => {
      await stack.elasticsearch.kill();
      await stack.elasticsearch.start();
    },
  },
  {
    name: 'elasticsearch-429',
    what: 'Elasticsearch answers 429 for 20 s',
    isShort: true,
    inflict: async ({ elasticsearch }) => {
      elasticsearch.mode = 'overloaded';
      await sleep(20_000);
      elasticsearch.mode = 'pass';
    },
  },
  {
    name: 'postgres-restart',
    what: 'PostgreSQL restarted',
    inflict: async ({ stack }) => {
      await stack.postgres.stop();
      await stack.postgres.start();
    },
  },
  {
    name: 'postgres-kill',
    what: 'PostgreSQL killed with kill -9 and started on its data',
    inflict: async ({ stack }) => {
      await stack.postgres.kill();
      await stack.postgres.start();
    },
  },
];

const leaderFaults: Fault[] = [
  {
    name: 'replicas',
    what: 'two replicas of each service, one of each killed for good in turn',
    replicas: two,
    inflict: async ({ orchestrator, services }) => {
      for (const app of appNames) {
        await orchestrator.kill(services.one(app), { staysDown: true });
        await sleep(3_000);
      }
    },
  },
  {
    name: 'relay-frozen',
    what: `relay leader of the gateway's topics frozen for ${frozenMs / 1_000} s, then thawed`,
    replicas: { gateway: 2 },
    inflict: async ({ orchestrator }) => {
      const leader = await orchestrator.holderOf('gateway', 'relay:gateway');
      leader.freeze();
      await sleep(frozenMs);
      leader.thaw();
    },
  },
  {
    name: 'deduplicator-frozen',
    what: `active deduplicator frozen for ${frozenMs / 1_000} s, then thawed`,
    replicas: { deduplicator: 2 },
    inflict: async ({ orchestrator }) => {
      const active = await orchestrator.holderOf('deduplicator', 'deduplicator');
      active.freeze();
      await sleep(frozenMs);
      active.thaw();
    },
  },
];

const busFaults: Fault[] = [
  {
    name: 'poison',
    what: 'bytes that are no event, and a tombstone, in every topic',
    inflict: async ({ kafka, services, expectedDeadLetters }) => {
      const producer = kafka.producer();
      await producer.connect();
      for (const topic of topicNames) {
        const headers = { [foreign]: '1' };
        const messages = [
          { key: newId(), value: '{"not": "an event', headers },
          { key: newId(), value: null, headers },
        ];
        await producer.send({ topic: `${services.topicPrefix}${topic}`, messages });
      }
      await producer.disconnect();
      for (const { topic } of await groupsOf(kafka, services.topicPrefix))
        expectedDeadLetters[topic] = (expectedDeadLetters[topic] ?? 0) + 1;
      await sleep(5_000);
    },
  },
  {
    name: 'rebalance-storm',
    what: 'strangers join and leave the consumer groups for 60 s',
    inflict: ({ kafka, services }) => stormOfRebalances(kafka, services.topicPrefix, 60_000),
  },
];

/** All faults that happen to services apart. */
export const faults: readonly Fault[] = [...kills, ...leaderFaults, ...engineFaults, ...busFaults];
