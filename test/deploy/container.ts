import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Image } from './dockerfile.js';
import type { Ended } from './tool.js';

export interface ContainerOptions {
  readonly image: Image;
  readonly command: readonly string[];
  /** What Compose or Kubernetes set; the image's own settings are below it, and nothing of this process's. */
  readonly environment: Readonly<Record<string, string>>;
}

/** A process out of the files of an image alone, as a container would run it. */
export class Container {
  output = '';
  private stdout = '';

  private constructor(private readonly child: ChildProcess) {
    child.stdout?.on('data', (chunk: Buffer) => {
      this.stdout += chunk.toString();
      this.output += chunk.toString();
    });
    child.stderr?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
  }

  static start({ image, command, environment }: ContainerOptions): Container {
    const [program = '', ...args] = command;
    const child = spawn(program === 'node' ? process.execPath : program, args, {
      cwd: join(image.root, image.workdir),
      env: { PATH: process.env['PATH'], ...image.environment, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new Container(child);
  }

  /** Runs a command to its end. */
  static async run(options: ContainerOptions): Promise<Ended> {
    const container = Container.start(options);
    const [code] = (await once(container.child, 'close')) as [number | null];
    return { code, stdout: container.stdout, output: container.output };
  }

  /** Waits until it answers that it is ready. */
  async ready(port: number, withinMs = 60_000): Promise<void> {
    const deadline = Date.now() + withinMs;
    for (;;) {
      const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).then(
        (response) => response.status,
        () => undefined,
      );
      if (answer === 200) return;
      if (this.child.exitCode !== null || Date.now() > deadline)
        throw new Error(`not ready (${answer ?? 'no answer'}):\n${this.output.slice(-4_000)}`);
      await sleep(100);
    }
  }

  /** SIGTERM; gives the exit code. */
  async stop(): Promise<number | null> {
    if (this.child.exitCode !== null) return this.child.exitCode;
    const ended = once(this.child, 'exit') as Promise<[number | null]>;
    this.child.kill('SIGTERM');
    return (await ended)[0];
  }
}
