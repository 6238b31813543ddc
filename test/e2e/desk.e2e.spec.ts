import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DeskProcess, eventually, freePort, type Answer } from './desk-process.js';
import { headline, scrapedPage, withPlainTypography } from './scraped-page.js';

interface Receipt {
  transmissionId: string;
  state: string;
  items: { dispatchId: string; storyId: string; outcome: string; reason: string; searchable: boolean }[];
}

interface SearchResult {
  total: number;
  hits: {
    storyId: string;
    status: string;
    revision: number;
    item: { headlines: { value: string }[]; bodies: { value: string }[]; associations?: { rel?: string }[] };
    highlight?: { headline?: string; body: string[] };
  }[];
}

/** A webhook receiver that keeps what it got. */
class Receiver {
  readonly got: { headers: Record<string, string | string[] | undefined>; body: string }[] = [];
  private server: Server | undefined;
  url = '';

  async start(): Promise<void> {
    const port = await freePort();
    this.server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        this.got.push({ headers: request.headers, body });
        response.writeHead(204).end();
      });
    });
    await new Promise<void>((resolve) => this.server!.listen(port, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${port}/hook`;
  }

  stop(): Promise<unknown> {
    return new Promise((resolve) => this.server?.close(resolve));
  }
}

const run = promisify(execFile);

describe('a desk started with npm start', () => {
  let desk: DeskProcess;
  let pushKey: string;
  let readKey: string;
  const receiver = new Receiver();

  const cli = async (...args: string[]) =>
    (await run(process.execPath, ['bin/wiredesk.mjs', ...args], { env: desk.env })).stdout.trim();

  const push = (
    body: string,
    headers: Record<string, string> = {},
  ): Promise<Answer<{ transmissionId: string; receipt: string }>> =>
    desk.call('POST', '/v1/feeds/presquile/transmissions', {
      key: pushKey,
      bytes: body,
      headers: { 'content-type': 'text/plain; charset=utf-8', ...headers },
    });

  const settled = (id: string) =>
    eventually(`the receipt of ${id}`, async () => {
      const { body } = await desk.call<Receipt>('GET', `/v1/receipts/${id}`, { key: readKey });
      return body.state === 'settled' ? body : undefined;
    });

  const search = async (query: string) =>
    (await desk.call<SearchResult>('GET', `/v1/search?${query}`, { key: readKey })).body;

  beforeAll(async () => {
    await receiver.start();
    desk = await DeskProcess.create();
    await desk.start();
    await cli('feeds', 'create', 'presquile', '--provider', 'presquile', '--kind', 'push');
    pushKey = await cli('keys', 'create', '--scope', 'feed:push', '--feed', 'presquile');
    readKey = await cli('keys', 'create', '--scope', 'search:read');
  }, 180_000);

  afterAll(async () => {
    await desk.destroy();
    await receiver.stop();
  });

  it('turns a scraped page into one clean item that a search finds, and keeps the bytes', async () => {
    const pushed = await push(scrapedPage);
    expect(pushed.status).toBe(202);
    const { transmissionId } = pushed.body;
    expect(pushed.body.receipt).toBe(`/v1/receipts/${transmissionId}`);
    const receipt = await settled(transmissionId);
    expect(receipt.items).toHaveLength(1);
    expect(receipt.items[0]).toMatchObject({ outcome: 'created' });
    const found = await eventually('the search hit', async () => {
      const result = await search('q=bl%C3%A9+navires&highlight=true');
      return result.total === 1 ? result : undefined;
    });
    const [hit] = found.hits;
    expect(hit!.item.headlines[0]!.value).toBe(headline);
    const body = hit!.item.bodies[0]!.value;
    expect(body.match(/<p>/g)).toHaveLength(6);
    for (const noise of [
      'Accueil',
      'Lire aussi',
      'Suivez',
      'Article',
      'halle aux grains',
      'Presquile',
      'Valmont',
    ]) {
      expect(body).not.toContain(noise);
    }
    expect(body).toContain('«\u00a0Belle Marée\u00a0»');
    expect(hit!.highlight?.body.join(' ')).toContain('<mark>');
    const raw = await desk.call<string>('GET', `/v1/transmissions/${transmissionId}/raw`);
    expect(raw.body).toBe(scrapedPage);
    await eventually('searchable on the receipt', async () =>
      (await settled(transmissionId)).items[0]!.searchable ? true : undefined,
    );
  });

  it('answers the first receipt for a repeated Idempotency-Key, and refuses the key for other bytes', async () => {
    const text = scrapedPage.replaceAll('douze', 'treize').replaceAll('Brével', 'Kerlou');
    const first = await push(text, { 'idempotency-key': '"harbour-1"' });
    const again = await push(text, { 'idempotency-key': '"harbour-1"' });
    const other = await push(`${text}.`, { 'idempotency-key': '"harbour-1"' });
    expect([first.status, again.status, other.status]).toEqual([202, 200, 422]);
    expect(again.body.transmissionId).toBe(first.body.transmissionId);
  });

  it('takes the same text again, and with plain typography, as duplicates: still one hit', async () => {
    const again = await settled((await push(scrapedPage)).body.transmissionId);
    const plain = await settled((await push(withPlainTypography(scrapedPage))).body.transmissionId);
    expect([...again.items, ...plain.items].map((item) => item.outcome)).toEqual(['duplicate', 'duplicate']);
    expect((await search('q=%22pays+voisin+avant%22+Br%C3%A9vel')).total).toBe(1);
  });

  it('delivers a signed event to a webhook, and a kill after it', async () => {
    const created = await desk.call<{ secret: string }>('POST', '/v1/destinations', {
      json: { id: 'newsroom', url: receiver.url, query: 'phare' },
    });
    expect(created.status).toBe(201);
    const item = (version: string, pubstatus: string) =>
      JSON.stringify({
        uri: 'urn:nordwire.example:2026:phare',
        type: 'text',
        version,
        versioncreated: `2026-10-03T10:0${version}:00Z`,
        pubstatus,
        headline: 'Le phare de Morlune passe à l’énergie des vagues',
        body_html: '<p>Le phare de Morlune fonctionne depuis mardi à l’énergie des vagues.</p>',
        language: 'fr',
      });
    await settled(
      (await push(item('1', 'usable'), { 'content-type': 'application/json' })).body.transmissionId,
    );
    const first = await eventually('the first delivery', () => Promise.resolve(receiver.got[0]));
    const signed = [first.headers['webhook-id'], first.headers['webhook-timestamp'], first.body].join('.');
    const secret = Buffer.from(created.body.secret.replace('whsec_', ''), 'base64');
    expect(first.headers['webhook-signature']).toContain(
      createHmac('sha256', secret).update(signed).digest('base64'),
    );
    expect(JSON.parse(first.body)).toMatchObject({ specversion: '1.0', type: 'wire.story.created.v1' });
    const killed = await settled(
      (await push(item('2', 'canceled'), { 'content-type': 'application/json' })).body.transmissionId,
    );
    expect(killed.items[0]).toMatchObject({ outcome: 'killed' });
    const recall = await eventually('the kill', () => Promise.resolve(receiver.got[1]));
    expect(JSON.parse(recall.body)).toMatchObject({ type: 'wire.story.killed.v1' });
    expect(recall.body).not.toContain('fonctionne depuis mardi');
    await eventually('the hit to go', async () =>
      (await search('q=phare+vagues')).total === 0 ? true : undefined,
    );
  });

  it('keeps bad input out of the way: clear answers, and quarantine with the bytes', async () => {
    const unknown = await desk.call('POST', '/v1/feeds/nobody/transmissions', { bytes: 'x' });
    const keyless = await fetch(`${desk.url}/v1/feeds/presquile/transmissions`, {
      method: 'POST',
      body: 'x',
    });
    const wrong = await desk.call('POST', '/v1/feeds/presquile/transmissions', { key: readKey, bytes: 'x' });
    const empty = await push('');
    expect([unknown.status, keyless.status, wrong.status, empty.status]).toEqual([404, 401, 403, 400]);
    const broken = await push('{"uri": "urn:x", ', { 'content-type': 'application/json' });
    expect(broken.status).toBe(202);
    const receipt = await settled(broken.body.transmissionId);
    expect(receipt.items[0]).toMatchObject({ outcome: 'quarantined' });
    const listed = await cli('quarantine', 'list', '--feed', 'presquile');
    expect(listed).toContain(broken.body.transmissionId);
  });

  it('refuses a second start on the same data, and says why', async () => {
    const failed = await run(process.execPath, ['bin/wiredesk.mjs', 'start', '--no-demo'], {
      env: { ...desk.env, PORT: String(await freePort()) },
    }).catch((error: { code: number; stderr: string }) => error);
    expect(failed).toMatchObject({ code: 1 });
    expect(failed.stderr).toMatch(/already runs/);
  });

  it('drains on SIGTERM, exits 0, and finds everything again at its next start', async () => {
    const { total } = await search('q=Br%C3%A9vel');
    expect(await desk.end('SIGTERM')).toBe(0);
    await desk.start();
    expect((await search('q=Br%C3%A9vel')).total).toBe(total);
  });
});
