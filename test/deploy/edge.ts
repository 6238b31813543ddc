import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { read, toolPath } from './tool.js';

/** First parts of API paths by the app that the proxy's map leads them to; all else goes to search. */
export function edgePaths(config: string): Map<string, string[]> {
  const lines = config.matchAll(/~\*\^\/v1\/\(([^)]+)\)\(\/\|\$\)\s+(\w+):\d+;/g);
  return new Map([...lines].map(([, names, app]) => [app!, names!.split('|')]));
}

export interface EdgeOptions {
  readonly port: number;
  /** Where the services really listen, by the host and port that the configuration names. */
  readonly upstreams: Readonly<Record<string, string>>;
}

/** The edge proxy of Compose: a real nginx with the real configuration, addresses apart. */
export class Edge {
  /** What nginx complains of. */
  complaints = '';

  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
    private readonly folder: string,
  ) {
    child.stderr?.on('data', (chunk: Buffer) => (this.complaints += chunk.toString()));
  }

  static async start({ port, upstreams }: EdgeOptions): Promise<Edge> {
    const folder = await mkdtemp(join(tmpdir(), 'wiredesk-edge-'));
    let config = await read('deploy/compose/nginx.conf');
    for (const [named, real] of Object.entries(upstreams)) config = config.replaceAll(named, real);
    config = config
      .replace(/resolver [^;]+;/, '')
      .replace('listen 8080;', `listen 127.0.0.1:${port};`)
      .replace('listen [::]:8080;', '')
      .replaceAll(' /tmp/', ` ${folder}/`)
      .replace('/dev/stdout', accessLog(folder));
    const file = join(folder, 'nginx.conf');
    await writeFile(file, config);
    const child = spawn(toolPath('nginx'), ['-c', file, '-e', 'stderr', '-g', 'daemon off; user root;'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const edge = new Edge(`http://127.0.0.1:${port}`, child, folder);
    await once(child, 'spawn');
    while (!(await edge.isUp())) {
      if (child.exitCode !== null) throw new Error(`nginx did not start:\n${edge.complaints}`);
      await sleep(50);
    }
    return edge;
  }

  /** The upstream of the last request of a path, as the access log has it. */
  async upstreamOf(path: string): Promise<string | undefined> {
    await sleep(20);
    // address, method, path, status, bytes, time, upstream
    const lines = (await readFile(accessLog(this.folder), 'utf8')).split('\n').map((line) => line.split(' '));
    return lines.findLast((words) => words[2] === path)?.at(-1);
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null) {
      const ended = once(this.child, 'exit');
      this.child.kill('SIGTERM');
      await ended;
    }
    await rm(this.folder, { recursive: true, force: true });
  }

  private async isUp(): Promise<boolean> {
    try {
      return (await fetch(`${this.url}/edge/health`)).status === 200;
    } catch {
      return false;
    }
  }
}

function accessLog(folder: string): string {
  return join(folder, 'access.log');
}
