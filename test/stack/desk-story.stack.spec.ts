import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testServerUrl } from '#testing';
import { eventually, sleep } from '../e2e/desk-process.js';
import { headline, scrapedPage, withPlainTypography } from '../e2e/scraped-page.js';
import { EngineProxy } from './engine-proxy.js';
import { EventStream } from './event-stream.js';
import { runCommand } from './service-process.js';
import { Services, type Answer } from './services.js';
import { isSignedWith, WebhookReceiver } from './webhook-receiver.js';

interface Receipt {
  readonly transmissionId: string;
  readonly state: string;
  readonly items: readonly {
    readonly storyId: string;
    readonly outcome: string;
    readonly searchable: boolean;
  }[];
}

interface SearchResult {
  readonly total: number;
  readonly hits: readonly {
    readonly storyId: string;
    readonly status: string;
    readonly provider: string;
    readonly alsoFrom: readonly { readonly provider: string }[];
    readonly item: {
      readonly headlines: readonly { readonly value: string }[];
      readonly bodies: readonly { readonly value: string }[];
    };
    readonly highlight?: { readonly body: readonly string[] };
  }[];
  readonly facets?: Readonly<Record<string, readonly { readonly value: string; readonly count: number }[]>>;
}

interface Quarantined {
  readonly entries: readonly { readonly run: number; readonly code: string }[];
}

/** An item of an invented agency in the oldest dialect of ninjs. */
function ninjs(about: {
  uri: string;
  version: string;
  headline: string;
  text: string;
  pubstatus?: string;
  embargoed?: string;
}): string {
  const { uri, version, headline, text, pubstatus = 'usable', embargoed } = about;
  return JSON.stringify({
    uri: `urn:nordwire.example:2026:${uri}`,
    type: 'text',
    version,
    versioncreated: `2026-10-03T10:0${version}:00Z`,
    pubstatus,
    ...(embargoed === undefined ? {} : { embargoed }),
    headline,
    body_html: `<p>${text}</p>`,
    language: 'fr',
  });
}

const lighthouse = (version: string, pubstatus: string) =>
  ninjs({
    uri: 'phare',
    version,
    pubstatus,
    headline: 'Le phare de Morlune passe à l’énergie des vagues',
    text: 'Le phare de Morlune fonctionne depuis mardi à l’énergie des vagues.',
  });

const newsml = `<?xml version="1.0" encoding="UTF-8"?>
<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:nordwire.example:2026:ferry" version="1"
  standard="NewsML-G2" standardversion="2.30" xml:lang="en">
<itemMeta><itemClass qcode="ninat:text"/><provider literal="nordwire"/>
<versionCreated>2026-10-03T11:00:00Z</versionCreated><pubStatus qcode="stat:usable"/></itemMeta>
<contentMeta><urgency>3</urgency><language tag="en"/><headline>Ferry strike ends at Haleport</headline></contentMeta>
<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head>
<body><p>The strike of Haleport ferry crews ended on Saturday after nine days, the harbour office said.</p></body></html></inlineXML></contentSet>
</newsItem>`;

const json = { 'content-type': 'application/json' };

describe('six services on Kafka, Elasticsearch and PostgreSQL', () => {
  let services: Services;
  let elasticsearch: EngineProxy;
  let pushKey: string;
  let readKey: string;
  let stream: EventStream;
  const receiver = new WebhookReceiver();

  const push = (
    bytes: string,
    headers: Record<string, string> = { 'content-type': 'text/plain; charset=utf-8' },
  ): Promise<Answer<{ transmissionId: string; receipt: string }>> =>
    services.call('POST', '/v1/feeds/presquile/transmissions', { key: pushKey, bytes, headers });

  const settled = (id: string) =>
    eventually(
      `the receipt of ${id}`,
      async () => {
        const { body } = await services.call<Receipt>('GET', `/v1/receipts/${id}`, { key: readKey });
        return body.state === 'settled' ? body : undefined;
      },
      45_000,
    );

  /** Pushes, and gives the receipt once it is settled. */
  const file = async (bytes: string, headers?: Record<string, string>): Promise<Receipt> => {
    const pushed = await push(bytes, headers);
    expect(pushed.status).toBe(202);
    return settled(pushed.body.transmissionId);
  };

  const search = (query: string) =>
    services.call<SearchResult>('GET', `/v1/search?${query}`, { key: readKey });

  const searchUntil = (query: string, total: number) =>
    eventually(
      `${total} hits for ${query}`,
      async () => {
        const { body } = await search(query);
        return body.total === total ? body : undefined;
      },
      45_000,
    );

  beforeAll(async () => {
    elasticsearch = new EngineProxy(process.env['ELASTICSEARCH_NODE']!);
    await elasticsearch.start();
    await receiver.start();
    services = await Services.plan({
      engines: {
        postgres: testServerUrl(),
        kafka: process.env['KAFKA_BROKERS']!,
        elasticsearch: elasticsearch.url,
      },
    });
    await services.start();
    const feed = await services.call('POST', '/v1/feeds', {
      json: { id: 'presquile', provider: 'presquile', kind: 'push' },
    });
    expect(feed.status).toBe(201);
    pushKey = await services.createKey('feed:push', 'presquile');
    readKey = await services.createKey('search:read');
    stream = await EventStream.open(`${services.one('search').url}/v1/stream`, readKey);
  }, 300_000);

  afterAll(async () => {
    await stream?.close();
    elasticsearch.mode = 'pass';
    await services?.destroy();
    await receiver.stop();
    await elasticsearch.stop();
  }, 120_000);

  it('turns a scraped page into one clean item that a search finds, and keeps the bytes', async () => {
    const receipt = await file(scrapedPage);
    expect(receipt.items).toEqual([expect.objectContaining({ outcome: 'created' })]);
    const { hits } = await searchUntil('q=bl%C3%A9+navires&highlight=true&facets=provider', 1);
    expect(hits[0]!.item.headlines[0]!.value).toBe(headline);
    expect(hits[0]!.item.bodies[0]!.value).not.toContain('Lire aussi');
    expect(hits[0]!.highlight!.body.join(' ')).toContain('<mark>');
    const raw = await services.call<string>('GET', `/v1/transmissions/${receipt.transmissionId}/raw`);
    expect(raw.body).toBe(scrapedPage);
    await eventually('searchable on the receipt', async () =>
      (await settled(receipt.transmissionId)).items[0]!.searchable ? true : undefined,
    );
    await eventually('the story on the live stream', () =>
      Promise.resolve(stream.frames.find(({ data }) => data.story?.storyId === hits[0]!.storyId)),
    );
  });

  it('reads other formats too, and counts them in facets', async () => {
    const receipt = await file(newsml, { 'content-type': 'application/xml' });
    expect(receipt.items).toEqual([expect.objectContaining({ outcome: 'created' })]);
    await searchUntil('q=headline:ferry+strike', 1);
    const { facets } = await searchUntil('facets=language', 2);
    expect(facets?.['language']).toEqual(
      expect.arrayContaining([
        { value: 'fr', count: 1 },
        { value: 'en', count: 1 },
      ]),
    );
  });

  it('answers the first receipt for a repeated Idempotency-Key', async () => {
    const text = scrapedPage.replaceAll('douze', 'treize').replaceAll('Brével', 'Kerlou');
    const headers = { 'content-type': 'text/plain; charset=utf-8', 'idempotency-key': '"harbour-1"' };
    const first = await push(text, headers);
    const again = await push(text, headers);
    const other = await push(`${text}.`, headers);
    expect([first.status, again.status, other.status]).toEqual([202, 200, 422]);
    expect(again.body.transmissionId).toBe(first.body.transmissionId);
    await settled(first.body.transmissionId);
  });

  it('takes the same text again, and with plain typography, as duplicates: still one hit', async () => {
    const again = await file(scrapedPage);
    const plain = await file(withPlainTypography(scrapedPage));
    expect([...again.items, ...plain.items].map((item) => item.outcome)).toEqual(['duplicate', 'duplicate']);
    await searchUntil('q=%22pays+voisin+avant%22+Br%C3%A9vel', 1);
  });

  it('delivers a signed event to a webhook, and a kill after it, which leaves every search', async () => {
    const { body: made } = await services.call<{ secret: string }>('POST', '/v1/destinations', {
      json: { id: 'newsroom', url: receiver.url, query: 'phare' },
    });
    await file(lighthouse('1', 'usable'), json);
    const first = await eventually('the first delivery', () => Promise.resolve(receiver.got[0]), 45_000);
    expect(first.event.type).toBe('wire.story.created.v1');
    expect(isSignedWith(made.secret, first)).toBe(true);
    await searchUntil('q=phare+vagues', 1);
    const killed = await file(lighthouse('2', 'canceled'), json);
    expect(killed.items).toEqual([expect.objectContaining({ outcome: 'killed' })]);
    const recall = await eventually('the kill', () => Promise.resolve(receiver.got[1]), 45_000);
    expect(recall.event.type).toBe('wire.story.killed.v1');
    expect(recall.body).not.toContain('fonctionne depuis mardi');
    await searchUntil('q=phare+vagues', 0);
    const late = await file(lighthouse('1', 'usable'), json);
    expect(late.items[0]!.outcome).not.toBe('created');
    expect((await search('q=phare+vagues')).body.total).toBe(0);
    expect(receiver.got).toHaveLength(2);
  });

  it('holds embargoed copy back from readers until its instant, then shows and streams it', async () => {
    const until = new Date(Date.now() + 8_000);
    const receipt = await file(
      ninjs({
        uri: 'budget',
        version: '1',
        headline: 'Le budget de Lorville en hausse',
        text: 'Le budget de Lorville augmentera de neuf pour cent, selon la mairie.',
        embargoed: until.toISOString(),
      }),
      json,
    );
    const { storyId } = receipt.items[0]!;
    expect((await search('q=budget+Lorville')).body.total).toBe(0);
    await searchUntil('q=budget+Lorville', 1);
    expect(Date.now()).toBeGreaterThanOrEqual(until.getTime());
    const frame = await eventually('the release on the live stream', () =>
      Promise.resolve(
        stream.frames.find(({ event, data }) => event === 'story' && data.story?.storyId === storyId),
      ),
    );
    expect(frame.data.type).toBe('wire.story.released.v1');
  });

  it('resumes a live stream where it was cut', async () => {
    const { id: position } = stream.frames.at(-1)!;
    await file(
      ninjs({ uri: 'gare', version: '1', headline: 'La gare de Sablon rouvre', text: 'Après un an.' }),
      json,
    );
    const resumed = await EventStream.open(`${services.one('search').url}/v1/stream`, readKey, position);
    await eventually('the missed story', () =>
      Promise.resolve(resumed.frames.find(({ event }) => event === 'story')),
    );
    await resumed.close();
  });

  it('puts what it cannot read into quarantine, and takes it up again', async () => {
    const broken = await file('{"uri": "urn:x", ', json);
    expect(broken.items).toEqual([expect.objectContaining({ outcome: 'quarantined' })]);
    const path = `/v1/quarantine?transmissionId=${broken.transmissionId}`;
    const { body } = await services.call<Quarantined>('GET', path);
    expect(body.entries).toMatchObject([{ run: 0 }]);
    const replayed = await services.call('POST', '/v1/quarantine/replay', { json: { feed: 'presquile' } });
    expect(replayed.status).toBe(202);
    await eventually('a second refusal in the place of the first', async () => {
      const { body: after } = await services.call<Quarantined>('GET', path);
      return after.entries[0]?.run === 1 ? true : undefined;
    });
  });

  it('answers the command line', async () => {
    const url = services.one('gateway').url;
    const status = await runCommand(['--url', url, '--key', services.adminKey, 'status'], {});
    expect(status).toContain('wire.transmissions');
  });

  it('answers 503 to searches while Elasticsearch is away, takes pushes all the same, and catches up', async () => {
    elasticsearch.mode = 'away';
    const answer = await services.call<{ code: string }>('GET', '/v1/search?q=ferry', { key: readKey });
    expect(answer.status).toBe(503);
    expect(answer.body.code).toBe('search_unavailable');
    const pushed = await push(
      ninjs({
        uri: 'ruche',
        version: '1',
        headline: 'Les ruches de Valmont',
        text: 'Le miel abonde à Valmont.',
      }),
      json,
    );
    expect(pushed.status).toBe(202);
    await sleep(3_000);
    elasticsearch.mode = 'pass';
    await searchUntil('q=ruches+Valmont', 1);
  });

  it('drains at once when it is asked to stop: every service exits with 0', async () => {
    await stream.close();
    const codes = await services.stop();
    expect(Object.values(codes)).toEqual([0, 0, 0, 0, 0, 0]);
  });
});
