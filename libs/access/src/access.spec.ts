import { Controller, Get, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { configureHttp, createLogger, PlatformModule, Public, readConfig } from '#platform';
import { StoreModule } from '#store';
import { testDatabase } from '#testing';
import { AccessModule } from './access.module.js';
import { CurrentReader, RequireScope } from './guard/decorators.js';
import { KeyService } from './keys/key-service.js';
import { LastUsed } from './keys/last-used.js';
import type { Reader } from './reader.js';
import { SessionService } from './sessions/session-service.js';

@Controller('rooms')
class RoomsController {
  @Get('reading')
  @RequireScope('search:read', 'ops:read')
  read(@CurrentReader() reader: Reader): Reader {
    return reader;
  }

  @Post('reading')
  @RequireScope('search:read')
  write(): object {
    return {};
  }

  @Get('office')
  @RequireScope('admin')
  office(): object {
    return {};
  }

  @Get('hall')
  @Public()
  hall(): object {
    return {};
  }

  @Get('forgotten')
  forgotten(): object {
    return {};
  }
}

@Module({ controllers: [RoomsController] })
class RoomsModule {}

describe('access', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let app: NestExpressApplication;
  let url: string;
  let keys: KeyService;
  let sessions: SessionService;

  beforeAll(async () => {
    database = await testDatabase();
    const config = readConfig({ DATABASE_URL: database.url }, { service: 'search' });
    const root = {
      module: RoomsModule,
      imports: [
        PlatformModule.forRoot(config, { logger: createLogger({ level: 'silent', service: 'test' }) }),
        StoreModule.forRoot({ url: database.url, poolSize: 4 }),
        AccessModule,
      ],
    };
    app = await NestFactory.create<NestExpressApplication>(root, { bodyParser: false, logger: false });
    configureHttp(app, { config });
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
    keys = app.get(KeyService);
    sessions = app.get(SessionService);
  });

  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  function visit(
    path: string,
    headers: Record<string, string> = {},
    init: RequestInit = {},
  ): Promise<Response> {
    return fetch(url + path, { redirect: 'manual', ...init, headers });
  }

  async function codeOf(response: Response): Promise<[number, unknown]> {
    const answer = (await response.json()) as { code?: unknown };
    return [response.status, answer.code];
  }

  async function keyWith(key: Parameters<KeyService['create']>[0]): Promise<Record<string, string>> {
    return { authorization: `Bearer ${(await keys.create(key, 'test')).key}` };
  }

  /** The `name=value` of the cookie that an answer sets. */
  function cookieOf(response: Response): string {
    return response.headers.get('set-cookie')?.split(';')[0] ?? '';
  }

  it('is shut without a key, and by default: a route that names no scope lets nobody in', async () => {
    const admin = await keyWith({ scopes: ['admin'] });
    expect(await codeOf(await visit('/rooms/reading'))).toEqual([401, 'key_missing']);
    expect((await visit('/rooms/reading')).headers.get('www-authenticate')).toContain('Bearer');
    expect(await codeOf(await visit('/rooms/forgotten', admin))).toEqual([403, 'scope_missing']);
    expect((await visit('/rooms/hall')).status).toBe(200);
  });

  it('opens to a key with one of the scopes, and to admin everywhere', async () => {
    const reader = await keyWith({ scopes: ['search:read'], providers: ['nordwire'] });
    const admin = await keyWith({ scopes: ['admin'] });
    expect(await (await visit('/rooms/reading', reader)).json()).toMatchObject({
      scopes: ['search:read'],
      providers: ['nordwire'],
      via: 'key',
    });
    expect(await codeOf(await visit('/rooms/office', reader))).toEqual([403, 'scope_missing']);
    expect((await visit('/rooms/office', admin)).status).toBe(200);
    expect((await visit('/rooms/reading', admin)).status).toBe(200);
  });

  it('lets a scope of a newer version grant nothing', async () => {
    const headers = await keyWith({ scopes: ['ops:read'] });
    await database.dataSource.query(
      "update access.api_keys set scopes = '{everything:write}' where scopes = '{ops:read}'",
    );
    expect(await codeOf(await visit('/rooms/reading', headers))).toEqual([403, 'scope_missing']);
  });

  it('writes down when a key was used, later and in one go', async () => {
    const headers = await keyWith({ scopes: ['search:read'], name: 'used' });
    await visit('/rooms/reading', headers);
    await app.get(LastUsed).write();
    expect((await keys.list()).find((key) => key.name === 'used')?.lastUsedAt).toEqual(expect.any(String));
  });

  describe('of the page', () => {
    it('begins with a link that works once, and reads only', async () => {
      const link = `/session?token=${await sessions.createSignInToken()}`;
      expect((await visit(link, {}, { method: 'HEAD' })).status).toBe(405);
      const entered = await visit(link);
      expect([entered.status, entered.headers.get('location')]).toEqual([303, '/']);
      expect(entered.headers.get('set-cookie')).toMatch(/HttpOnly.*SameSite=Strict/i);
      const cookie = cookieOf(entered);
      expect(await (await visit('/rooms/reading', { cookie })).json()).toMatchObject({
        scopes: ['search:read', 'ops:read'],
        providers: '*',
        via: 'session',
      });
      expect(await codeOf(await visit('/rooms/office', { cookie }))).toEqual([403, 'scope_missing']);
      expect(await codeOf(await visit(link))).toEqual([401, 'key_unknown']);
    });

    it('begins with a key too, reads what the key may, and ends with the key', async () => {
      const made = await keys.create(
        { scopes: ['search:read', 'feed:push'], feed: 'nordwire', providers: ['faro'] },
        'test',
      );
      const entered = await visit(
        '/v1/session',
        { 'content-type': 'application/json' },
        {
          method: 'POST',
          body: JSON.stringify({ key: made.key }),
        },
      );
      expect(entered.status).toBe(204);
      const cookie = cookieOf(entered);
      expect(await (await visit('/v1/session', { cookie })).json()).toMatchObject({
        scopes: ['search:read'],
        providers: ['faro'],
      });
      await keys.revoke(made.view.id, 'test');
      expect(await codeOf(await visit('/v1/session', { cookie }))).toEqual([401, 'key_unknown']);
    });

    it('does not begin with a key that is unknown or may not read', async () => {
      const enter = (key: string) =>
        visit(
          '/v1/session',
          { 'content-type': 'application/json' },
          { method: 'POST', body: JSON.stringify({ key }) },
        );
      expect(await codeOf(await enter('wd_00000000_guess'))).toEqual([401, 'key_unknown']);
      const pusher = await keys.create({ scopes: ['feed:push'], feed: 'nordwire' }, 'test');
      expect(await codeOf(await enter(pusher.key))).toEqual([403, 'scope_missing']);
    });

    it('writes only with the header that a foreign page cannot send', async () => {
      const cookie = cookieOf(await visit(`/session?token=${await sessions.createSignInToken()}`));
      expect(await codeOf(await visit('/rooms/reading', { cookie }, { method: 'POST' }))).toEqual([
        403,
        'csrf_missing',
      ]);
      const own = { cookie, 'x-wiredesk-request': '1' };
      expect((await visit('/rooms/reading', own, { method: 'POST' })).status).toBe(201);
    });

    it('ends at once when it is told to', async () => {
      const cookie = cookieOf(await visit(`/session?token=${await sessions.createSignInToken()}`));
      expect((await visit('/rooms/reading', { cookie })).status).toBe(200);
      const ended = await visit('/v1/session', { cookie, 'x-wiredesk-request': '1' }, { method: 'DELETE' });
      expect(ended.status).toBe(204);
      expect(await codeOf(await visit('/rooms/reading', { cookie }))).toEqual([401, 'key_unknown']);
    });
  });
});
