import { Client } from 'pg';
import type { Kafka } from 'kafkajs';
import { topicNames } from '#contracts';
import type { Delivery } from '../stack/webhook-receiver.js';
import { differences, unequal } from './compare.js';
import { readIndex } from './index-reader.js';
import { StoryOrder } from './story-recorder.js';
import { foreign, readTopic } from './topic-reader.js';

/** What must hold after any fault, each by a comparison of whole sets. */
export const invariantNames = [
  'accepted = stored',
  'stored = filed',
  'filed = emitted',
  'truth = Kafka',
  'truth = index',
  'order',
  'delivered once',
  'dead letters',
] as const;
export type InvariantName = (typeof invariantNames)[number];

/** Where to look, and what was seen from outside. */
export interface Evidence {
  readonly databaseUrl: string;
  readonly kafka: Kafka;
  readonly elasticsearch: string;
  readonly topicPrefix: string;
  readonly indexPrefix: string;
  /** Ids that senders were given. */
  readonly accepted: ReadonlySet<string>;
  /** What the recording consumer saw. */
  readonly seen: StoryOrder;
  readonly deliveries: readonly Delivery[];
  /** Dead letters that the fault made on purpose, by topic. */
  readonly expectedDeadLetters: Readonly<Record<string, number>>;
}

export interface Verdict {
  readonly invariant: InvariantName;
  /** Up to a few of the differences; empty = it holds. */
  readonly faults: readonly string[];
}

interface Truth {
  readonly transmissions: Set<string>;
  /** Transmissions with their filings and refusals. */
  readonly filedTransmissions: Set<string>;
  readonly filings: Set<string>;
  readonly stories: Map<string, number>;
  readonly withoutDelivery: Set<string>;
  readonly pendingDeliveries: number;
}

/** Compares what PostgreSQL, Kafka, Elasticsearch and the world outside hold; reads them all directly and whole. */
export async function judge(evidence: Evidence): Promise<Verdict[]> {
  const truth = await readTruth(evidence.databaseUrl);
  const log = await readLog(evidence);
  const index = await readIndex(evidence.elasticsearch, `${evidence.indexPrefix}stories`);
  const letters = await countDeadLetters(evidence);
  const { accepted, seen } = evidence;
  const verdict = (invariant: InvariantName, ...faults: string[][]): Verdict => ({
    invariant,
    faults: faults.flat(),
  });
  return [
    verdict('accepted = stored', differences('transmission', accepted, truth.transmissions)),
    verdict('stored = filed', differences('transmission', truth.transmissions, truth.filedTransmissions)),
    verdict(
      'filed = emitted',
      differences('event of transmission', truth.transmissions, log.transmissions),
      differences('event of filing', truth.filings, log.filings),
    ),
    verdict(
      'truth = Kafka',
      unequal('topic', truth.stories, log.order.revisions),
      unequal('consumer', truth.stories, seen.revisions),
    ),
    verdict('truth = index', unequal('index', truth.stories, index)),
    verdict('order', log.order.faults, seen.faults),
    verdict('delivered once', deliveryFaults(truth, log.order.news, evidence.deliveries)),
    verdict('dead letters', unequal('topic', toMap(evidence.expectedDeadLetters), letters)),
  ];
}

/** What PostgreSQL alone says is not done yet; while there is any, judging is too early. */
export async function unsettled(databaseUrl: string): Promise<string | undefined> {
  const database = new Client({ connectionString: databaseUrl });
  await database.connect();
  try {
    const { rows } = await database.query<{ stored: string; filed: string; waiting: string }>(
      `select (select count(*) from gateway.transmissions) as stored,
         (select count(distinct transmission_id) from truth.filings) as filed,
         (select count(*) from publisher.deliveries where state = 'pending') as waiting`,
    );
    const { stored, filed, waiting } = rows[0]!;
    if (stored === filed && waiting === '0') return undefined;
    return `${filed} of ${stored} transmissions are filed, ${waiting} deliveries wait`;
  } finally {
    await database.end();
  }
}

/** What came more than once though harmlessly: records that the relay sent again, deliveries that were tried again. */
export function repeatsIn(evidence: Pick<Evidence, 'seen' | 'deliveries'>): number {
  const { deliveries, seen } = evidence;
  return seen.repeats + deliveries.length - new Set(deliveries.map(({ id }) => id)).size;
}

async function readTruth(databaseUrl: string): Promise<Truth> {
  const database = new Client({ connectionString: databaseUrl });
  await database.connect();
  try {
    const ids = async (sql: string) =>
      new Set((await database.query<{ id: string }>(sql)).rows.map(({ id }) => id));
    const stories = await database.query<{ id: string; revision: number }>(
      'select story_id as id, revision from truth.stories',
    );
    const pending = await database.query<{ count: string }>(
      "select count(*) from publisher.deliveries where state = 'pending'",
    );
    return {
      transmissions: await ids('select transmission_id as id from gateway.transmissions'),
      filedTransmissions: await ids(
        `select transmission_id as id from truth.filings
         union select transmission_id from normaliser.quarantine union select transmission_id from truth.quarantine`,
      ),
      filings: await ids('select dispatch_id as id from truth.filings'),
      stories: new Map(stories.rows.map(({ id, revision }) => [id, revision])),
      // a story that was killed before anyone was told of it is nobody's business
      withoutDelivery: await ids(
        `select story_id as id from truth.stories where status = 'canceled' and not exists
           (select from publisher.deliveries where deliveries.story_id = stories.story_id and state = 'sent')`,
      ),
      pendingDeliveries: Number(pending.rows[0]!.count),
    };
  } finally {
    await database.end();
  }
}

async function readLog({ kafka, topicPrefix }: Evidence) {
  const transmissions = new Set<string>();
  const filings = new Set<string>();
  const order = new StoryOrder();
  await readTopic(kafka, `${topicPrefix}wire.transmissions`, ({ key, headers }) => {
    if (isOurs(headers)) transmissions.add(key);
  });
  await readTopic(kafka, `${topicPrefix}wire.filings`, ({ headers, value }) => {
    if (isOurs(headers) && value !== null)
      filings.add((JSON.parse(value.toString()) as { filing: { dispatchId: string } }).filing.dispatchId);
  });
  await readTopic(kafka, `${topicPrefix}wire.stories`, (record) => order.take(record));
  return { transmissions, filings, order };
}

function isOurs(headers: Readonly<Record<string, string>>): boolean {
  return headers[foreign] === undefined;
}

async function countDeadLetters({ kafka, topicPrefix }: Evidence): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const topic of topicNames) {
    await readTopic(kafka, `${topicPrefix}${topic}.dlq`, () =>
      counts.set(topic, (counts.get(topic) ?? 0) + 1),
    );
  }
  return counts;
}

/** A receiver that keeps the newest revision of a story by what it was told must have the newest that was news. */
function deliveryFaults(
  truth: Truth,
  news: ReadonlyMap<string, number>,
  deliveries: readonly Delivery[],
): string[] {
  const faults: string[] = [];
  if (truth.pendingDeliveries > 0) faults.push(`${truth.pendingDeliveries} deliveries wait`);
  const bodies = new Map<string, string>();
  const told = new Map<string, number>();
  for (const { id, body, event } of deliveries) {
    const { storyId, revision } = event.data.story;
    const before = bodies.get(id);
    if (before !== undefined && before !== body) faults.push(`delivery ${id} came again with another body`);
    if (before !== undefined) continue;
    bodies.set(id, body);
    const last = told.get(storyId) ?? 0;
    if (revision <= last) faults.push(`story ${storyId}: revision ${revision} was delivered behind ${last}`);
    told.set(storyId, Math.max(last, revision));
  }
  const wanted = new Map([...news].filter(([id]) => !truth.withoutDelivery.has(id)));
  return [...faults.slice(0, 5), ...unequal('receiver', wanted, told)];
}

function toMap(counts: Readonly<Record<string, number>>): Map<string, number> {
  return new Map(Object.entries(counts));
}
