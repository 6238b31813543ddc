import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HttpAdapterHost } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { testDatabase } from '#testing';
import { TestSearchService } from '../search.fixture.js';
import { pageFolder, PageServer } from './page-server.js';

describe('the page', () => {
  let folder: string;
  let server: Server;
  let url: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wiredesk-page-'));
    await mkdir(join(folder, 'assets'));
    await writeFile(join(folder, 'index.html'), '<div id="desk"></div>');
    await writeFile(join(folder, 'icon.svg'), '<svg/>');
    await writeFile(join(folder, 'assets', 'main-B4dF00d1.js'), 'export {}');
    const host = new HttpAdapterHost();
    host.httpAdapter = new ExpressAdapter();
    new PageServer(host, folder).onModuleInit();
    server = createServer(host.httpAdapter.getInstance<RequestListener>()).listen(0);
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterAll(async () => {
    server.close();
    await rm(folder, { recursive: true });
  });

  const open = async (path: string, accept = 'text/html,*/*', method = 'GET') => {
    const response = await fetch(url + path, { method, headers: { accept } });
    return {
      status: response.status,
      cache: response.headers.get('cache-control'),
      text: await response.text(),
    };
  };

  it('is served at its own addresses, and asked for again each time', async () => {
    for (const path of ['/', '/?q=port', '/any/view']) {
      expect(await open(path)).toEqual({ status: 200, cache: 'no-cache', text: '<div id="desk"></div>' });
    }
    expect((await open('/', '*/*')).status).toBe(200);
  });

  it('lets browsers keep files whose name tells their content, and no others', async () => {
    expect(await open('/assets/main-B4dF00d1.js', '*/*')).toMatchObject({
      status: 200,
      cache: 'public, max-age=31536000, immutable',
    });
    expect(await open('/icon.svg', '*/*')).toMatchObject({ status: 200, cache: 'no-cache' });
  });

  it('does not answer for what is not there, for the API, or for writes', async () => {
    expect((await open('/assets/missing.js', '*/*')).status).toBe(404);
    expect((await open('/any/view', 'application/json')).status).toBe(404);
    expect((await open('/v1/nothing')).status).toBe(404);
    expect((await open('/v1')).status).toBe(404);
    expect((await open('/', 'text/html', 'POST')).status).toBe(404);
    expect((await open('/../package.json', '*/*')).text).not.toContain('wiredesk');
  });

  it('lies beside the project, wherever the service is started', () => {
    expect(pageFolder()).toBe(join(process.cwd(), 'dist', 'dashboard'));
  });
});

describe('the page in the service', () => {
  it('is never in front of an API', async () => {
    const desk = await TestSearchService.start(await testDatabase());
    const open = (path: string) => desk.get(path, { key: null, headers: { accept: 'text/html' } });
    expect((await open('/v1/search')).status).toBe(401);
    expect((await open('/v1/nothing')).status).toBe(404);
    expect((await open('/health/live')).headers.get('content-type')).toContain('json');
    expect((await open('/docs')).url).toContain('/docs');
    await desk.stop();
  });
});
