import { AccessModule } from '#access';
import { createLogger, readConfig } from '#platform';
import { startService, type RunningService } from '#runtime';
import { testDatabase } from '#testing';
import { GatewayModule } from './gateway.module.js';

/** The admin key of gateways under test. */
export const adminKey = 'wd_test0000_an-admin-key-for-tests-of-the-gateway';

export type TestDatabase = Awaited<ReturnType<typeof testDatabase>>;

/** A gateway on a port, over a real database, and what tests ask it for. */
export class TestGateway {
  private constructor(
    readonly database: TestDatabase,
    private readonly service: RunningService,
  ) {}

  static async start(settings: Record<string, string> = {}, database?: TestDatabase): Promise<TestGateway> {
    const own = database ?? (await testDatabase());
    const config = readConfig(
      {
        PORT: '0',
        DATABASE_URL: own.url,
        WIREDESK_ADMIN_KEY: adminKey,
        WIREDESK_DATABASE_POOL: '8',
        ...settings,
      },
      { service: 'gateway' },
    );
    const service = await startService({
      config,
      databaseUrl: config.database.url ?? own.url,
      modules: [AccessModule, GatewayModule],
      logger: createLogger({ level: 'silent', service: 'gateway' }),
    });
    return new TestGateway(own, service);
  }

  get app() {
    return this.service.app;
  }

  get url(): string {
    return this.service.url;
  }

  /** Stops the service; the database stays. */
  async stopService(): Promise<void> {
    await this.service.stop();
  }

  async stop(): Promise<void> {
    await this.stopService();
    await this.database.drop();
  }

  call(
    method: string,
    path: string,
    options: { key?: string | null; body?: unknown; headers?: Record<string, string> } = {},
  ) {
    const headers = new Headers(options.headers);
    const key = options.key === undefined ? adminKey : options.key;
    if (key !== null) headers.set('authorization', `Bearer ${key}`);
    if (options.body !== undefined) headers.set('content-type', 'application/json');
    return fetch(`${this.url}${path}`, {
      method,
      headers,
      redirect: 'manual',
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    });
  }

  /** The JSON answer of a call that must succeed. */
  async json<T>(method: string, path: string, options: { key?: string; body?: unknown } = {}): Promise<T> {
    const response = await this.call(method, path, options);
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  async createFeed(id: string, more: Record<string, unknown> = {}): Promise<void> {
    await this.json('POST', '/v1/feeds', { body: { id, provider: id, kind: 'push', ...more } });
  }

  async createKey(key: Record<string, unknown>): Promise<string> {
    return (await this.json<{ key: string }>('POST', '/v1/keys', { body: key })).key;
  }

  push(
    feed: string,
    body: string | Uint8Array,
    options: { key?: string | null; headers?: Record<string, string> } = {},
  ): Promise<Response> {
    const headers = new Headers({ 'content-type': 'text/plain; charset=utf-8', ...options.headers });
    const key = options.key === undefined ? adminKey : options.key;
    if (key !== null) headers.set('authorization', `Bearer ${key}`);
    return fetch(`${this.url}/v1/feeds/${feed}/transmissions`, {
      method: 'POST',
      headers,
      body: typeof body === 'string' ? body : new Uint8Array(body),
    });
  }

  /** The rows of a query on the gateway's database. */
  rows<T>(sql: string, parameters: unknown[] = []): Promise<T[]> {
    return this.database.dataSource.query(sql, parameters);
  }
}

/** Status and code of a problem answer. */
export async function problem(
  response: Response,
): Promise<{ status: number; code: unknown; type: string | null }> {
  const body = (await response.json()) as { code?: unknown };
  return { status: response.status, code: body.code, type: response.headers.get('content-type') };
}
