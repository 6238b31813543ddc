import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { DeskProcess, eventually } from './desk-process.js';

const pushes = 2_000;
const inFlight = 40;

interface Accepted {
  readonly transmissionId: string;
  readonly uri: string;
}

/** A small ninjs item; every tenth is a second version of the one before. */
function itemOf(n: number): { uri: string; body: string } {
  const story = n % 10 === 9 ? n - 1 : n;
  const version = n % 10 === 9 ? '2' : '1';
  const uri = `urn:nordwire.example:kill:${story}`;
  return {
    uri,
    body: JSON.stringify({
      uri,
      type: 'text',
      version,
      versioncreated: `2026-03-01T10:00:0${version}Z`,
      headline: `Harbour notice ${story}`,
      body_html: `<p>Notice ${story} of the harbour office, filing ${version}, concerns berth ${story * 7}.</p>`,
      language: 'en',
    }),
  };
}

describe('a desk killed with kill -9 in the middle of pushes at full speed', () => {
  let desk: DeskProcess;
  let key: string;
  const accepted: Accepted[] = [];

  beforeAll(async () => {
    desk = await DeskProcess.create();
    await desk.start();
    await desk.call('POST', '/v1/feeds', { json: { id: 'nordwire', provider: 'nordwire', kind: 'push' } });
    key = (
      await desk.call<{ key: string }>('POST', '/v1/keys', {
        json: { scopes: ['feed:push'], feed: 'nordwire' },
      })
    ).body.key;
  }, 180_000);

  afterAll(() => desk.destroy());

  const pushOne = async (n: number): Promise<boolean> => {
    const { uri, body } = itemOf(n);
    try {
      const answer = await desk.call<{ transmissionId: string }>('POST', '/v1/feeds/nordwire/transmissions', {
        key,
        bytes: body,
        headers: { 'content-type': 'application/json' },
      });
      if (answer.status === 202) accepted.push({ transmissionId: answer.body.transmissionId, uri });
      return answer.status === 202;
    } catch {
      return false;
    }
  };

  const pushRange = async (from: number, to: number): Promise<void> => {
    let next = from;
    const worker = async () => {
      while (next < to) {
        const n = next;
        next += 1;
        await pushOne(n);
      }
    };
    await Promise.all(Array.from({ length: inFlight }, worker));
  };

  it('settles every accepted transmission after its restart, makes no story twice and loses no event', async () => {
    const storm = pushRange(0, pushes);
    await eventually(
      'a third of the pushes',
      () => Promise.resolve(accepted.length > pushes / 3 ? true : undefined),
      60_000,
    );
    await desk.end('SIGKILL');
    await storm;
    const before = accepted.length;
    expect(before).toBeLessThan(pushes);
    await desk.start();
    await pushRange(before, pushes);
    const file = JSON.parse(await readFile(join(desk.folder, 'desk.json'), 'utf8')) as {
      databaseUrl: string;
    };
    const database = new Client({ connectionString: file.databaseUrl });
    await database.connect();
    const ids = accepted.map((one) => one.transmissionId);
    await eventually(
      'every receipt to settle',
      async () => {
        const { rows } = await database.query<{ count: string }>(
          'select count(distinct transmission_id) from truth.filings where transmission_id = any($1::uuid[])',
          [ids],
        );
        return Number(rows[0]!.count) === ids.length ? true : undefined;
      },
      60_000,
    );
    const receipt = await desk.call<{ state: string }>('GET', `/v1/receipts/${ids.at(-1)}`);
    expect(receipt.body.state).toBe('settled');
    const stories = await database.query('select story_id, revision from truth.stories');
    const uris = new Set(
      (
        await database.query<{ uri: string }>("select snapshot->'item'->>'uri' as uri from truth.stories")
      ).rows.map((row) => row.uri),
    );
    expect(stories.rowCount).toBe(uris.size);
    const events = await database.query<{ key: string; revision: number }>(
      `select key, (convert_from(payload, 'utf8')::jsonb->'story'->>'revision')::int as revision
       from bus.event_log where topic = 'wire.stories' order by xid, position`,
    );
    const revisions = new Map<string, number[]>();
    for (const { key: story, revision } of events.rows)
      revisions.set(story, [...(revisions.get(story) ?? []), revision]);
    for (const { story_id: story, revision } of stories.rows as { story_id: string; revision: number }[]) {
      expect(revisions.get(story)).toEqual(Array.from({ length: revision }, (_, i) => i + 1));
    }
    await database.end();
  }, 240_000);
});
