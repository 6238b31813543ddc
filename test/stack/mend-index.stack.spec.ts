import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { testServerUrl } from '#testing';
import { readIndex } from '../chaos/index-reader.js';
import { pushOf } from '../chaos/wire.js';
import { eventually } from '../e2e/desk-process.js';
import { post } from './post.js';
import { runCommand, tryCommand, type CommandResult } from './service-process.js';
import { Services } from './services.js';

const node = process.env['ELASTICSEARCH_NODE']!;
const now = new Date();

describe('an index that differs from the truth', () => {
  let services: Services;
  let key: string;
  let database: Client;
  let stories: string;

  beforeAll(async () => {
    services = await Services.plan({
      engines: { postgres: testServerUrl(), kafka: process.env['KAFKA_BROKERS']!, elasticsearch: node },
    });
    await services.start();
    stories = `${services.indexPrefix}stories`;
    await services.call('POST', '/v1/feeds', {
      json: { id: 'nordwire', provider: 'nordwire', kind: 'push' },
    });
    key = await services.createKey('feed:push', 'nordwire');
    database = new Client({ connectionString: services.databaseUrl });
    await database.connect();
  }, 120_000);

  afterAll(async () => {
    await database.end();
    await services.destroy();
  });

  async function push(from: number, to: number): Promise<void> {
    for (let n = from; n < to; n += 1) {
      const { contentType, body } = pushOf(n, now);
      const { status } = await post(`${services.one('gateway').url}/v1/feeds/nordwire/transmissions`, body, {
        authorization: `Bearer ${key}`,
        'content-type': contentType,
      });
      expect(status).toBe(202);
    }
  }

  async function truth(): Promise<Map<string, number>> {
    const { rows } = await database.query<{ story_id: string; revision: number }>(
      'select story_id, revision from truth.stories',
    );
    return new Map(rows.map(({ story_id, revision }) => [story_id, revision]));
  }

  const sorted = (revisions: ReadonlyMap<string, number>) =>
    [...revisions].toSorted(([one], [other]) => (one < other ? -1 : 1));

  /** Waits until so many transmissions are filed and the index says what the truth says. */
  const agreed = (transmissions: number) =>
    eventually(
      'the index',
      async () => {
        const filed = await database.query(
          'select count(distinct transmission_id)::int as n from truth.filings',
        );
        if ((filed.rows as { n: number }[])[0]?.n !== transmissions) return undefined;
        const [known, indexed] = await Promise.all([truth(), readIndex(node, stories)]);
        return JSON.stringify(sorted(known)) === JSON.stringify(sorted(indexed)) ? indexed : undefined;
      },
      60_000,
    );

  const generation = async (): Promise<string[]> => {
    const response = await fetch(`${node}/_alias/${stories}`);
    return Object.keys((await response.json()) as object);
  };

  /** Writes past the services, with a version that the truth has or had. */
  async function tamper(method: 'DELETE' | 'PUT', id: string, version: number, document?: object) {
    const [index] = await generation();
    const path = `${node}/${index}/_doc/${id}?version=${version}&version_type=external_gte&refresh=true`;
    const response = await fetch(path, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(document ? { body: JSON.stringify(document) } : {}),
    });
    expect(response.status).toBeLessThan(300);
  }

  async function settings(changes: Record<string, string>): Promise<void> {
    const [index] = await generation();
    const response = await fetch(`${node}/${index}/_settings`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(changes),
    });
    expect(response.status).toBe(200);
  }

  /** The drift that a run told, by story, and its counts. */
  function told({ data }: CommandResult) {
    const at = data.lastIndexOf('\n{\n') + 1;
    const drift = data
      .slice(0, at)
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as { storyId: string; drift: string });
    return {
      drift: Object.fromEntries(drift.map((one) => [one.storyId, one.drift])),
      counts: JSON.parse(data.slice(at)) as Record<string, number>,
    };
  }

  it('is told by `reconcile --dry-run`, which changes nothing, and mended by `reconcile`', async () => {
    await push(0, 60);
    const indexed = await agreed(60);
    const [missing, alsoMissing] = [...indexed.keys()];
    const older = [...indexed].find(([, revision]) => revision > 1)![0];
    // else Elasticsearch remembers for a minute what was deleted, with its version
    await settings({ 'index.gc_deletes': '0s' });
    const unknown = '00000000-0000-5000-8000-00000000beef';
    await tamper('DELETE', missing!, indexed.get(missing!)!);
    await tamper('DELETE', alsoMissing!, indexed.get(alsoMissing!)!);
    await tamper('DELETE', older, indexed.get(older)!);
    await tamper('PUT', unknown, 1, { storyId: unknown, status: 'usable' });
    const expected = {
      [missing!]: 'missing',
      [alsoMissing!]: 'missing',
      [older]: 'missing',
      [unknown]: 'unknown',
    };

    const dry = await tryCommand(['reconcile', '--dry-run'], services.forCommands);
    expect(dry.code).toBe(1);
    expect(told(dry).drift).toEqual(expected);
    expect(told(dry).counts).toMatchObject({ stories: indexed.size, missing: 3, unknown: 1, mended: 0 });

    const mended = await tryCommand(['reconcile'], services.forCommands);
    expect([mended.code, mended.said]).toEqual([
      0,
      expect.stringContaining(`${indexed.size}/${indexed.size}`),
    ]);
    expect(told(mended).drift).toEqual(expected);
    expect(told(mended).counts).toMatchObject({ missing: 3, unknown: 1, mended: 4 });

    const again = await tryCommand(['reconcile', '--dry-run'], services.forCommands);
    expect([again.code, told(again).drift]).toEqual([0, {}]);
    const found = await readIndex(node, stories);
    expect(sorted(new Map([...found].filter(([id]) => id !== unknown)))).toEqual(sorted(await truth()));
  }, 120_000);

  it('is made anew by `reindex` while writes go on, and swapped in one step', async () => {
    const [before] = await generation();
    const pushing = push(60, 140);
    const made = JSON.parse(await runCommand(['reindex'], services.forCommands)) as Record<string, unknown>;
    await pushing;
    expect(made).toMatchObject({ refused: 0 });
    const after = await generation();
    expect(after).toEqual([made['index']]);
    expect(after).not.toContain(before);
    expect((await fetch(`${node}/${before}`, { method: 'HEAD' })).status).toBe(404);
    await agreed(140);
    await push(140, 160);
    await agreed(160);
  }, 120_000);
});
