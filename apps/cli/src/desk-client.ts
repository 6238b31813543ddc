import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { WiredeskError } from '#contracts';
import { readConfig } from '#platform';

/** What a running desk leaves for the command line in its data folder, readable by its owner only. */
export interface DeskFile {
  readonly url: string;
  readonly adminKey: string;
  readonly databaseUrl: string;
  readonly pid: number;
}

/** Reads the file of the desk on this data folder; undefined when none has run here. */
export async function readDeskFile(): Promise<DeskFile | undefined> {
  const path = join(readConfig(process.env, { service: 'cli' }).dataFolder, 'desk.json');
  try {
    return JSON.parse(await readFile(path, 'utf8')) as DeskFile;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The HTTP API of a desk, as an admin. */
export class DeskClient {
  private constructor(
    private readonly url: string,
    private readonly key: string,
  ) {}

  /** Options of the command line first, then the environment, then the desk that runs on the data folder. */
  static async of(command: Command): Promise<DeskClient> {
    const options = command.optsWithGlobals<{ url?: string; key?: string }>();
    const config = readConfig(process.env, { service: 'cli' });
    const file = await readDeskFile();
    const url = options.url ?? config.client.url ?? file?.url;
    const key = options.key ?? config.client.key ?? config.adminKey ?? file?.adminKey;
    if (url === undefined || key === undefined) {
      throw new WiredeskError(
        'no_desk',
        'no desk runs on this folder; start one with "npm start", or set WIREDESK_URL and WIREDESK_KEY',
      );
    }
    return new DeskClient(url.replace(/\/$/, ''), key);
  }

  get<T>(path: string, query: Record<string, string | undefined> = {}): Promise<T> {
    const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
    const search = new URLSearchParams(given).toString();
    return this.call<T>('GET', search ? `${path}?${search}` : path);
  }

  post<T>(path: string, body: unknown): Promise<T> {
    return this.call<T>('POST', path, body);
  }

  delete<T>(path: string): Promise<T> {
    return this.call<T>('DELETE', path);
  }

  private async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.key}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).catch((cause: unknown) => {
      throw new WiredeskError('desk_unreachable', `no answer from ${this.url}; is the desk running?`, {
        cause,
      });
    });
    const text = await response.text();
    if (response.ok) return (text === '' ? undefined : JSON.parse(text)) as T;
    throw problemOf(response.status, text);
  }
}

function problemOf(status: number, text: string): WiredeskError {
  try {
    const problem = JSON.parse(text) as { code?: string; detail?: string; title?: string };
    return new WiredeskError(
      problem.code ?? `http_${status}`,
      problem.detail ?? problem.title ?? `status ${status}`,
    );
  } catch {
    return new WiredeskError(`http_${status}`, `the desk answered with status ${status}`);
  }
}
