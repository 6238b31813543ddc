import { setTimeout as sleep } from 'node:timers/promises';
import type { Kafka } from 'kafkajs';
import { Client } from 'pg';
import type { Stack } from '../../tools/stack/stack.js';
import { EngineProxy } from '../stack/engine-proxy.js';
import { appNames, type AppName } from '../stack/service-process.js';
import { Services } from '../stack/services.js';
import { WebhookReceiver } from '../stack/webhook-receiver.js';
import { outside } from './consumer-groups.js';
import { judge, repeatsIn, unsettled, type Evidence, type Verdict } from './invariants.js';
import { Orchestrator } from './orchestrator.js';
import { StoryRecorder } from './story-recorder.js';
import { onlooker } from './topic-reader.js';
import { Traffic } from './traffic.js';

export interface ArenaOptions {
  readonly stack: Stack;
  readonly perSecond: number;
  readonly replicas: Partial<Record<AppName, number>>;
  /** Hears how it goes. */
  readonly say: Say;
}

export type Say = (text: string) => void;

export interface Outcome {
  readonly verdicts: readonly Verdict[];
  readonly accepted: number;
  readonly perSecond: number;
  /** From the fault's end until all that had been accepted by then was in the index; undefined = not in time. */
  readonly recoverySeconds: number | undefined;
  readonly repeats: number;
  /** Ends of services that the fault did not ask for. */
  readonly crashes: readonly string[];
}

const feed = 'stormwire';
const warmUpMs = 6_000;
/** Traffic goes on after a fault until all has recovered, though not for longer. */
const tailMs = 15_000;
const settleTimeoutMs = 240_000;

/** Fresh services under traffic, with all that looks on: what a fault may touch. */
export class Arena {
  /** Dead letters that the fault makes on purpose, by topic. */
  readonly expectedDeadLetters: Record<string, number> = {};

  private constructor(
    readonly stack: Stack,
    readonly services: Services,
    readonly orchestrator: Orchestrator,
    readonly elasticsearch: EngineProxy,
    readonly kafka: Kafka,
    readonly traffic: Traffic,
    private readonly recorder: StoryRecorder,
    private readonly receiver: WebhookReceiver,
  ) {}

  /** Starts services on a database, topics and indices of their own, so that no fault hides behind an earlier one. */
  static async open({ stack, perSecond, replicas }: ArenaOptions): Promise<Arena> {
    const elasticsearch = new EngineProxy(stack.elasticsearch.address);
    const receiver = new WebhookReceiver();
    await Promise.all([elasticsearch.start(), receiver.start()]);
    const { DATABASE_URL: postgres, KAFKA_BROKERS: broker } = stack.environment();
    const services = await Services.plan({
      engines: { postgres, kafka: broker, elasticsearch: elasticsearch.url },
      replicas,
      settings: { LOG_LEVEL: 'warn', WIREDESK_RATE_LIMIT: '0' },
      // on a machine that is too small for all, what lags must be behind the gateway, not in front of it
      yielding: appNames.filter((app) => app !== 'gateway'),
    });
    try {
      await services.start();
      const key = await openFeed(services, receiver.url);
      const kafka = onlooker(broker);
      const recorder = await StoryRecorder.start(
        kafka,
        `${services.topicPrefix}wire.stories`,
        `${services.topicPrefix}${outside}`,
      );
      const urls = services.processes.gateway.map(({ url }) => url);
      const traffic = new Traffic({ urls, feed, key, perSecond });
      const orchestrator = new Orchestrator(services);
      return new Arena(stack, services, orchestrator, elasticsearch, kafka, traffic, recorder, receiver);
    } catch (error) {
      await services.destroy();
      await Promise.all([elasticsearch.stop(), receiver.stop()]);
      throw error;
    }
  }

  evidence(): Evidence {
    const { services, kafka, stack, traffic } = this;
    return {
      databaseUrl: services.databaseUrl,
      kafka,
      elasticsearch: stack.elasticsearch.address,
      topicPrefix: services.topicPrefix,
      indexPrefix: services.indexPrefix,
      accepted: new Set(traffic.accepted.values()),
      seen: this.recorder.order,
      deliveries: this.receiver.got,
      expectedDeadLetters: this.expectedDeadLetters,
    };
  }

  async close(): Promise<void> {
    this.traffic.abandon();
    this.elasticsearch.mode = 'pass';
    this.orchestrator.stop();
    await this.recorder.stop();
    await this.services.destroy();
    await Promise.all([this.elasticsearch.stop(), this.receiver.stop()]);
  }
}

/** Lets one fault happen to services under steady traffic, waits until the dust has settled, and judges. */
export async function runFault(
  options: ArenaOptions,
  inflict: (arena: Arena) => Promise<void>,
): Promise<Outcome> {
  const { say } = options;
  const arena = await Arena.open(options);
  const { traffic } = arena;
  try {
    traffic.start();
    await sleep(warmUpMs);
    say(`${traffic.accepted.size} accepted; the fault begins`);
    await inflict(arena);
    say(`${traffic.accepted.size} accepted; the fault is over`);
    const recovery = recovered(arena);
    await Promise.race([recovery, sleep(tailMs)]);
    await traffic.stop();
    const recoverySeconds = await recovery;
    say(`recovered in ${recoverySeconds?.toFixed(1) ?? '?'} s; ${traffic.accepted.size} accepted in all`);
    const evidence = arena.evidence();
    return {
      verdicts: await settle(evidence, say),
      accepted: traffic.accepted.size,
      perSecond: traffic.rate,
      recoverySeconds,
      repeats: repeatsIn(evidence),
      crashes: arena.orchestrator.crashes,
    };
  } finally {
    await arena.close();
  }
}

async function openFeed(services: Services, hook: string): Promise<string> {
  await services.call('POST', '/v1/feeds', { json: { id: feed, provider: feed, kind: 'push' } });
  await services.call('POST', '/v1/destinations', { json: { id: outside, url: hook } });
  return services.createKey('feed:push', feed);
}

/** Waits until the index has, or has newer, of each story that the transmissions accepted so far were filed under. */
async function recovered({ services, stack, traffic }: Arena): Promise<number | undefined> {
  const begun = performance.now();
  const last = [...traffic.accepted.values()].slice(-200);
  const database = new Client({ connectionString: services.databaseUrl });
  await database.connect();
  try {
    for (;;) {
      if (await areIndexed(database, stack.elasticsearch.address, services.indexPrefix, last))
        return (performance.now() - begun) / 1_000;
      if (performance.now() - begun > settleTimeoutMs) return undefined;
      await sleep(250);
    }
  } finally {
    await database.end();
  }
}

async function areIndexed(
  database: Client,
  elasticsearch: string,
  indexPrefix: string,
  transmissions: readonly string[],
): Promise<boolean> {
  const { rows } = await database.query<{ transmission: string; story: string }>(
    `select distinct transmission_id as transmission, story_id as story from truth.filings
     where transmission_id = any($1::uuid[])`,
    [transmissions],
  );
  if (new Set(rows.map(({ transmission }) => transmission)).size < transmissions.length) return false;
  const ids = [...new Set(rows.map(({ story }) => story))];
  const response = await fetch(`${elasticsearch}/${indexPrefix}stories/_mget?_source=false`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ids }),
  });
  const { docs } = (await response.json()) as { docs?: { found?: boolean }[] };
  return docs?.every(({ found }) => found === true) ?? false;
}

/** Judges again and again until all holds, or the time is over: what then does not hold never will. */
async function settle(evidence: Evidence, say: Say): Promise<Verdict[]> {
  const deadline = Date.now() + settleTimeoutMs;
  for (;;) {
    const isLate = Date.now() > deadline;
    const open = await unsettled(evidence.databaseUrl);
    if (open === undefined || isLate) {
      const verdicts = await judge(evidence);
      const broken = verdicts.filter(({ faults }) => faults.length > 0);
      if (broken.length === 0 || isLate) return verdicts;
      say(`not yet: ${broken.map(({ invariant }) => invariant).join(', ')}`);
    } else say(open);
    await sleep(3_000);
  }
}
