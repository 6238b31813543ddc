import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import express, { type NextFunction, type Request, type Response } from 'express';
import { ConfigError } from '#contracts';

/** Token of the folder that holds the built page. */
export const pageFolderToken = Symbol('page folder');

/** Serves the dashboard. The page holds no data: what it shows it asks the API for, which wants a session. */
@Injectable()
export class PageServer implements OnModuleInit {
  constructor(
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
    @Inject(pageFolderToken) private readonly folder: string,
  ) {}

  /**
   * Hangs the page in after all routes of all modules and before the answer "not found", so that it can never stand in
   * front of an API.
   */
  onModuleInit(): void {
    const adapter: unknown = this.host.httpAdapter.getInstance();
    if (!isExpress(adapter)) throw new TypeError('the page is served on Express only');
    adapter.use(
      express.static(this.folder, {
        index: false,
        redirect: false,
        dotfiles: 'ignore',
        setHeaders: cacheHeaders,
      }),
    );
    adapter.use(servePage(join(this.folder, 'index.html')));
  }
}

type ExpressApp = Pick<express.Express, 'use'>;

function isExpress(adapter: unknown): adapter is ExpressApp {
  return typeof adapter === 'function' && 'use' in adapter;
}

/** Files of `assets/` carry a hash of their content in their name. */
function cacheHeaders(response: express.Response, path: string): void {
  const isHashed = /[\\/]assets[\\/][^\\/]+-[\w-]{8,}\.\w+$/.test(path);
  response.setHeader('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
}

/** The page's own addresses are all the same file; whoever asks for something else is told that it is not there. */
function servePage(file: string) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const isPage =
      request.path === '/' ||
      (!/^\/v1(?:\/|$)/.test(request.path) && request.get('accept')?.includes('text/html') === true);
    if (!isRead || !isPage || !existsSync(file)) {
      next();
      return;
    }
    response.setHeader('cache-control', 'no-cache');
    response.sendFile(file);
  };
}

/** `dist/dashboard` of the project that this file is part of, from source and from `dist` alike. */
export function pageFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!isProjectRoot(folder)) {
    const parent = dirname(folder);
    if (parent === folder)
      throw new ConfigError('page_not_found', 'the search service runs outside its project');
    folder = parent;
  }
  return join(folder, 'dist', 'dashboard');
}

function isProjectRoot(folder: string): boolean {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return false;
  const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return typeof parsed === 'object' && parsed !== null && 'name' in parsed && parsed.name === 'wiredesk';
}
