import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DataSource } from 'typeorm';
import { AccessModule, KeyService, type NewKey } from '#access';
import { encodeEvent, type EventType, type OutgoingEvent, type StorySnapshot } from '#contracts';
import { createLogger, readConfig } from '#platform';
import { startService, type RunningService } from '#runtime';
import { appendEvents } from '#store';
import { aSnapshot } from '#testing';
import { PublisherModule } from './publisher.module.js';

export const adminKey = 'wd_00000000_publisher-test-admin-key-0123456789';

/** The publisher as a service of its own, on a real database, event log and port. */
export class TestPublisherService {
  private constructor(
    private readonly service: RunningService,
    private readonly drop: () => Promise<void>,
  ) {}

  static async start({
    url,
    drop,
  }: {
    url: string;
    drop: () => Promise<void>;
  }): Promise<TestPublisherService> {
    const config = readConfig(
      {
        PORT: '0',
        DATABASE_URL: url,
        WIREDESK_ADMIN_KEY: adminKey,
        WIREDESK_EGRESS_ALLOW: '127.0.0.0/8',
        LOG_LEVEL: 'silent',
      },
      { service: 'publisher' },
    );
    const logger = createLogger({ level: 'silent', service: 'publisher' });
    const modules = [AccessModule, PublisherModule];
    return new TestPublisherService(await startService({ config, databaseUrl: url, modules, logger }), drop);
  }

  call(method: string, path: string, body?: unknown, key: string | null = adminKey): Promise<Response> {
    return fetch(this.service.url + path, {
      method,
      headers: {
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  async json<T>(method: string, path: string, body?: unknown, key?: string): Promise<T> {
    return (await (await this.call(method, path, body, key)).json()) as T;
  }

  /** A key with these scopes and rights. */
  async key(key: NewKey): Promise<string> {
    return (await this.service.app.get(KeyService).create(key, 'test')).key;
  }

  /** Puts events on the log as the deduplicator does. */
  async publish(...events: OutgoingEvent[]): Promise<void> {
    await this.service.app.get(DataSource).transaction((manager) => appendEvents(manager, events));
  }

  async stop(): Promise<number> {
    const code = await this.service.stop();
    await this.drop();
    return code;
  }
}

/** A receiver on loopback. */
export async function startReceiver(status = 200) {
  const posts: { headers: IncomingHttpHeaders; body: Buffer }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      posts.push({ headers: request.headers, body: Buffer.concat(chunks) });
      response.writeHead(status).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    posts,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

type StoryEventType = Extract<EventType, `wire.story.${string}`>;

/** An event of a story of an invented agency. */
export function storyEvent(
  type: StoryEventType,
  storyId: string,
  parts: Partial<StorySnapshot>,
): OutgoingEvent {
  const story = aSnapshot({
    storyId,
    provider: 'agencia-faro',
    feed: 'faro',
    versionCreated: new Date().toISOString(),
    item: {
      uri: `urn:example:${storyId}`,
      headlines: [{ role: 'main', value: 'Reabre el puerto de Marina' }],
    },
    text: { plain: 'El puerto de Marina reabre hoy.', language: 'es' },
    ...parts,
  });
  const change = {
    cause: 'received' as const,
    previousRevision: null,
    previousStatus: null,
    fields: [],
    quiet: false,
  };
  return encodeEvent(type, storyId, { story, change }, { source: '/wiredesk/deduplicator' });
}

/** Repeats a check until it holds. */
export async function until(check: () => boolean | Promise<boolean>, ms = 8_000): Promise<void> {
  const end = Date.now() + ms;
  while (!(await check())) {
    if (Date.now() > end) throw new Error(`not so within ${ms} ms: ${check.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
