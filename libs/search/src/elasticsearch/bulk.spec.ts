import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Client } from '@elastic/elasticsearch';
import { RetriableError } from '#contracts';
import { writeBulk, type BulkDocument } from './bulk.js';
import { createClient } from './client.js';

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** What a node answers to the n-th request for these ids. */
type Behaviour = (ids: readonly string[], request: number) => Answer;

const backOff = { tries: 4, firstMs: 1, mostMs: 4 };
const busy: Answer = {
  status: 429,
  body: { error: { type: 'es_rejected_execution_exception' }, status: 429 },
};

/** The answer of a node that works, with the status that each document gets. */
function perItem(ids: readonly string[], statusOf: (id: string) => number, type = 'some_exception'): Answer {
  const items = ids.map((id) => {
    const status = statusOf(id);
    const error = status < 300 ? {} : { error: { type, reason: `about ${id}` } };
    return { index: { _index: 'stories', _id: id, status, ...error } };
  });
  return { status: 200, body: { took: 1, errors: items.some(({ index }) => index.status >= 300), items } };
}

function documents(...ids: string[]): BulkDocument[] {
  return ids.map((id) => ({ id, index: 'stories', version: 1, source: '{"status":"usable"}' }));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

/** The ids in the actions of a request; every second line is a document. */
function idsIn(body: string): string[] {
  return body
    .trimEnd()
    .split('\n')
    .filter((_, at) => at % 2 === 0)
    .map((line) => (JSON.parse(line) as { index: { _id: string } }).index._id);
}

describe('writing many documents at once', () => {
  let server: Server;
  let client: Client;
  let behave: Behaviour;
  let requests: string[][];

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const ids = idsIn(await bodyOf(request));
    requests.push(ids);
    const { status, body } = behave(ids, requests.length);
    response.writeHead(status, {
      'content-type': 'application/vnd.elasticsearch+json; compatible-with=9',
      'x-elastic-product': 'Elasticsearch',
    });
    response.end(JSON.stringify(body));
  };

  beforeEach(async () => {
    requests = [];
    server = createServer((request, response) => void answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    client = createClient({ node: `http://127.0.0.1:${port}`, prefix: '' });
  });

  afterEach(async () => {
    await client.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('sends only those again that it was too busy for, and tells of each what became of it', async () => {
    const statuses: Readonly<Record<string, readonly number[]>> = {
      written: [201],
      busy: [429, 429, 200],
      away: [503, 201],
      old: [409],
      wrong: [400],
    };
    behave = (ids, request) => perItem(ids, (id) => statuses[id]?.[request - 1] ?? 500);
    const outcomes = await writeBulk(client, documents('written', 'busy', 'away', 'old', 'wrong'), backOff);
    expect(outcomes).toEqual([
      { outcome: 'indexed' },
      { outcome: 'indexed' },
      { outcome: 'indexed' },
      { outcome: 'older' },
      { outcome: 'refused', code: 'index_some_exception', detail: 'about wrong' },
    ]);
    expect(requests).toEqual([['written', 'busy', 'away', 'old', 'wrong'], ['busy', 'away'], ['busy']]);
  });

  it('tries a request again that was refused as a whole, and loses nothing', async () => {
    behave = (ids, request) => (request < 3 ? busy : perItem(ids, () => 201));
    expect(await writeBulk(client, documents('a', 'b'), backOff)).toEqual([
      { outcome: 'indexed' },
      { outcome: 'indexed' },
    ]);
    expect(requests).toHaveLength(3);
  });

  it('gives up after some tries and asks its caller to come again', async () => {
    behave = (ids) => perItem(ids, (id) => (id === 'busy' ? 429 : 201));
    const failure: unknown = await writeBulk(client, documents('a', 'busy'), backOff).catch((error) => error);
    expect(failure).toBeInstanceOf(RetriableError);
    expect(failure).toMatchObject({ code: 'search_unavailable', cause: { code: 'some_exception' } });
    expect(requests).toEqual([['a', 'busy'], ['busy'], ['busy'], ['busy']]);
  });

  it('halves a request that is too long until the document is alone that is', async () => {
    behave = (ids) => (ids.includes('long') ? { status: 413, body: {} } : perItem(ids, () => 201));
    const outcomes = await writeBulk(client, documents('a', 'b', 'long', 'c'), backOff);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['indexed', 'indexed', 'refused', 'indexed']);
    expect(outcomes[2]).toMatchObject({ code: 'index_too_large' });
  });

  it('says when an index is gone, and stops at an answer that it does not know', async () => {
    behave = (ids) => perItem(ids, (id) => (id === 'gone' ? 404 : 201), 'index_not_found_exception');
    expect(await writeBulk(client, documents('a', 'gone'), backOff)).toEqual([
      { outcome: 'indexed' },
      { outcome: 'index_missing' },
    ]);
    behave = (ids) => perItem(ids, () => 500);
    await expect(writeBulk(client, documents('a'), backOff)).rejects.toMatchObject({
      code: 'index_unexpected',
    });
  });

  it('cuts what it is given into requests of bounded length, and gives the outcomes in order', async () => {
    behave = (ids) => perItem(ids, (id) => (Number(id) % 2 === 0 ? 201 : 409));
    const many = documents(...Array.from({ length: 1_203 }, (_, at) => String(at)));
    const outcomes = await writeBulk(client, many, backOff);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(
      many.map(({ id }) => (Number(id) % 2 === 0 ? 'indexed' : 'older')),
    );
    expect(requests.map((ids) => ids.length).sort((a, b) => a - b)).toEqual([203, 500, 500]);
    requests = [];
    await writeBulk(
      client,
      documents('x', 'y', 'z').map((document) => ({
        ...document,
        source: `{"status":"${'u'.repeat(3_000_000)}"}`,
      })),
      backOff,
    );
    expect(requests.map((ids) => ids.length)).toEqual([1, 1, 1]);
  });

  it('asks its caller to come again while nobody listens', async () => {
    const nobody = createClient({ node: 'http://127.0.0.1:1', prefix: '' });
    await expect(writeBulk(nobody, documents('a'), backOff)).rejects.toBeInstanceOf(RetriableError);
    await nobody.close();
  });
});
