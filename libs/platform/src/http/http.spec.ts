import { Body, Controller, Get, HttpCode, Module, Param, Post, Query, Res } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response as ExpressResponse } from 'express';
import { z } from 'zod';
import { ProblemError, RetriableError } from '#contracts';
import { readConfig } from '../config/read-config.js';
import { createLogger } from '../logging/create-logger.js';
import { PlatformModule } from '../platform.module.js';
import { configureHttp } from './configure-http.js';
import { zodBody, zodParam, zodQuery } from './schema-pipe.js';

const thing = z.strictObject({ name: z.string().min(2), tags: z.array(z.string()).default([]) });
const paging = z.strictObject({ limit: z.coerce.number().int().max(10).default(5) });

const faults: Record<string, () => Error> = {
  problem: () => new ProblemError('overloaded', 'Later.', { retryAfterSeconds: 7, members: { position: 3 } }),
  store: () => Object.assign(new Error('connect ECONNREFUSED 10.0.0.1'), { code: 'ECONNREFUSED' }),
  lost: () => new Error('Connection terminated unexpectedly'),
  retriable: () => new RetriableError('bus_away', 'later'),
  bug: () => new TypeError('secretOfTheHouse is not a function'),
};

@Controller('things')
class ThingsController {
  @Post()
  @HttpCode(201)
  create(@Body(zodBody(thing)) body: z.output<typeof thing>): object {
    return body;
  }

  @Get()
  list(@Query(zodQuery(paging)) query: z.output<typeof paging>): object {
    return query;
  }

  @Get('by-id/:id')
  show(@Param('id', zodParam(z.uuid())) id: string): object {
    return { id };
  }

  @Get('fails/:how')
  fail(@Param('how') how: string): never {
    throw faults[how]?.() ?? new Error('unknown');
  }

  @Get('half')
  half(@Res() response: ExpressResponse): never {
    response.write('half an answer');
    throw new Error('too late');
  }
}

@Module({ controllers: [ThingsController] })
class ThingsModule {}

describe('HTTP', () => {
  const lines: string[] = [];
  let app: NestExpressApplication;
  let url: string;

  beforeAll(async () => {
    const config = readConfig({}, { service: 'desk' });
    const logger = createLogger({
      level: 'warn',
      service: 'test',
      destination: { write: (line) => void lines.push(line) },
    });
    const module = { module: ThingsModule, imports: [PlatformModule.forRoot(config, { logger })] };
    app = await NestFactory.create<NestExpressApplication>(module, { bodyParser: false, logger: false });
    configureHttp(app, { config });
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
  });

  afterAll(() => app.close());

  function post(body: string, contentType = 'application/json'): Promise<Response> {
    return fetch(`${url}/things`, { method: 'POST', body, headers: { 'content-type': contentType } });
  }

  it('checks bodies and fills in what is optional', async () => {
    const response = await post('{"name":"ab"}');
    expect(response.status).toBe(201);
    expect(await response.json()).toEqual({ name: 'ab', tags: [] });
  });

  it('cleans text of NUL and lone surrogates, which the store cannot hold', async () => {
    const response = await post('{"name":"a\\u0000b\\ud83d"}');
    expect(await response.json()).toMatchObject({ name: 'ab\ufffd' });
  });

  it.each([
    ['{"name":"a","color":"red"}', 'application/json', 400, 'request_invalid'],
    ['{"name":', 'application/json', 400, 'request_invalid'],
    ['{"name":"ab"}', 'text/plain', 400, 'request_invalid'],
    ['{"name":"ab"}', 'application/json; charset=latin1', 415, 'encoding_unsupported'],
    [JSON.stringify({ name: 'x'.repeat(1_100_000) }), 'application/json', 413, 'body_too_large'],
  ])('refuses a body that does not fit: %.30s as %s', async (body, contentType, status, code) => {
    const response = await post(body, contentType);
    expect([response.status, response.headers.get('content-type')]).toEqual([
      status,
      'application/problem+json; charset=utf-8',
    ]);
    expect(await response.json()).toMatchObject({ code, status });
  });

  it('names the fields that are wrong', async () => {
    const answer: unknown = await (await post('{"name":"a","color":"red"}')).json();
    expect(answer).toMatchObject({
      errors: expect.arrayContaining([expect.objectContaining({ path: 'name' })]),
      detail: expect.stringContaining('color'),
    });
  });

  it.each([
    ['/things?limit=50', 400, 'request_invalid'],
    ['/things?colour=red', 400, 'request_invalid'],
    ['/things/by-id/17', 404, 'not_found'],
    ['/things/by-id/a%00b', 400, 'request_invalid'],
    ['/things/by-id/%E0%A4%A', 400, 'request_invalid'],
    ['/nothing', 404, 'not_found'],
    ['/things/fails/problem', 503, 'overloaded'],
    ['/things/fails/store', 503, 'store_unavailable'],
    ['/things/fails/lost', 503, 'store_unavailable'],
    ['/things/fails/retriable', 503, 'store_unavailable'],
    ['/things/fails/bug', 500, 'internal_error'],
  ])('answers %s with a problem', async (path, status, code) => {
    const response = await fetch(url + path);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({
      type: `urn:wiredesk:problem:${code}`,
      code,
      status,
      title: expect.any(String),
      detail: expect.any(String),
      requestId: response.headers.get('x-request-id'),
    });
  });

  it('hands on the members of a problem and its time to wait', async () => {
    const response = await fetch(`${url}/things/fails/problem`);
    expect(response.headers.get('retry-after')).toBe('7');
    expect(await response.json()).toMatchObject({ position: 3 });
  });

  it('logs a bug with its stack and shows nothing of it', async () => {
    const response = await fetch(`${url}/things/fails/bug`, { headers: { 'x-request-id': 'request-17' } });
    expect(await response.text()).not.toContain('secretOfTheHouse');
    const line = lines.find((candidate) => candidate.includes('request-17')) ?? '';
    expect(JSON.parse(line)).toMatchObject({
      level: 'error',
      requestId: 'request-17',
      err: { stack: expect.stringContaining('secretOfTheHouse') },
    });
  });

  it('cuts an answer that fails half-way instead of ending it as if it were whole', async () => {
    await expect(fetch(`${url}/things/half`).then((response) => response.text())).rejects.toThrow();
  });

  it('sends a policy under which the page runs no foreign and no inline code', async () => {
    const { headers } = await fetch(`${url}/things`);
    expect(headers.get('content-security-policy')).toContain("script-src 'self';");
    expect(headers.get('content-security-policy')).not.toMatch(/script-src[^;]*unsafe|upgrade-insecure/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
    expect(headers.has('x-powered-by')).toBe(false);
  });
});
