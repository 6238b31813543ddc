import { DataSource } from 'typeorm';
import { AccessModule, KeyService, type NewKey } from '#access';
import { encodeEvent, storyIdOf, type EventType, type StoryChange, type StorySnapshot } from '#contracts';
import { createLogger, readConfig } from '#platform';
import { startService, type RunningService } from '#runtime';
import { SearchEngine } from '#search';
import { appendEvents } from '#store';
import { aSnapshot } from '#testing';
import { SearchModule } from './search.module.js';

export const adminKey = 'wd_00000000_search-test-admin-key-0123456789ab';

/** The search service on a real database, event log and port. */
export class TestSearchService {
  private constructor(
    private readonly service: RunningService,
    private readonly drop: () => Promise<void>,
  ) {}

  static async start({ url, drop }: { url: string; drop: () => Promise<void> }): Promise<TestSearchService> {
    const config = readConfig(
      { PORT: '0', DATABASE_URL: url, WIREDESK_ADMIN_KEY: adminKey },
      { service: 'search' },
    );
    const logger = createLogger({ level: 'silent', service: 'search' });
    const modules = [AccessModule, SearchModule];
    return new TestSearchService(await startService({ config, databaseUrl: url, modules, logger }), drop);
  }

  get app() {
    return this.service.app;
  }

  get url(): string {
    return this.service.url;
  }

  get(
    path: string,
    options: { key?: string | null; headers?: Record<string, string>; signal?: AbortSignal } = {},
  ): Promise<Response> {
    const { key = adminKey, headers = {}, signal } = options;
    return fetch(this.url + path, {
      headers: { ...(key === null ? {} : { authorization: `Bearer ${key}` }), ...headers },
      ...(signal ? { signal } : {}),
    });
  }

  async json<T>(path: string, key?: string): Promise<T> {
    const response = await this.get(path, key === undefined ? {} : { key });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  key(key: Partial<NewKey> = {}): Promise<{ key: string; view: { id: string } }> {
    return this.app.get(KeyService).create({ scopes: ['search:read'], ...key }, 'test');
  }

  async index(...stories: StorySnapshot[]): Promise<void> {
    await this.app.get<SearchEngine>(SearchEngine).index(stories);
  }

  /** Puts a change on the log as the deduplicator does. */
  async publish(
    type: Extract<EventType, `wire.story.${string}`>,
    story: StorySnapshot,
    change: Partial<StoryChange> = {},
  ): Promise<void> {
    const data = {
      story,
      change: {
        cause: 'received' as const,
        previousRevision: story.revision === 1 ? null : story.revision - 1,
        previousStatus: story.revision === 1 ? null : ('usable' as const),
        fields: [],
        quiet: false,
        ...change,
      },
    };
    const event = encodeEvent(type, story.storyId, data, { source: '/wiredesk/deduplicator' });
    await this.dataSource.transaction((manager) => appendEvents(manager, [event]));
  }

  get dataSource(): DataSource {
    return this.app.get(DataSource);
  }

  stopService(): Promise<number> {
    return this.service.stop();
  }

  async stop(): Promise<void> {
    await this.stopService();
    await this.drop();
  }
}

/** A story of an invented agency. */
export function aStory(headline: string, parts: Partial<StorySnapshot> = {}): StorySnapshot {
  const storyId = storyIdOf(parts.provider ?? 'nordwire', headline);
  return aSnapshot({
    storyId,
    item: {
      uri: `urn:example:${storyId}`,
      headlines: [{ role: 'main', value: headline }],
      bodies: [{ role: 'main', contentType: 'text/html', value: `<p>Text of ${headline}.</p>` }],
    },
    text: { plain: `Text of ${headline}.`, language: 'en' },
    ...parts,
  });
}

export async function problemOf(response: Response): Promise<{ status: number; code: unknown }> {
  const body = (await response.json()) as { code?: unknown };
  return { status: response.status, code: body.code };
}
