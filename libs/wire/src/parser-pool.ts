import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import { refusalOf, refuse } from './dispatch/index.js';
import { parseTransmission } from './parse.js';
import { defaultProfile } from './profiles/index.js';
import type { WireInput } from './reader.js';
import { readResponse, writeRequest } from './worker-protocol.js';
import { written, type WrittenTransmission } from './written.js';

/** Reads transmissions somewhere and writes their dispatches as JSON; never rejects. */
export interface Parser {
  parse(input: WireInput): Promise<WrittenTransmission>;
  close(): Promise<void>;
}

/** Reads on the caller's own thread: for tests. */
export const inlineParser: Parser = {
  parse: async (input) => written(await parseTransmission(input)),
  close: () => Promise.resolve(),
};

export interface ParserPoolOptions {
  /** Worker threads; one fewer than there are cores, at least one, when absent. */
  readonly threads?: number;
  /** Milliseconds after which a transmission is given up with `parse_timeout`. */
  readonly timeoutMs?: number;
  /** Heap of one worker in megabytes: a monster costs its worker, not the process. */
  readonly maxHeapMb?: number;
}

const defaultTimeoutMs = 30_000;
const defaultHeapMb = 768;
/** A job is so many transmissions at most, or so many bytes: messages between threads cost, waiting for others too. */
const maxTogether = 16;
const maxBytesTogether = 256 * 1024;

interface Waiting {
  readonly input: WireInput;
  readonly answer: (transmission: WrittenTransmission) => void;
}

/**
 * Reads on worker threads, so that the event loop stays free. Transmissions that are asked for in one go share jobs; when
 * a job fails, each of them is read again alone, so that a bad one costs only itself. Runs from the compiled files only.
 */
export class ParserPool implements Parser {
  private readonly pool: Piscina<Uint8Array, Uint8Array>;
  private readonly timeoutMs: number;
  private readonly threads: number;
  private waiting: Waiting[] = [];
  private readonly running = new Set<Promise<void>>();

  constructor({ threads, timeoutMs = defaultTimeoutMs, maxHeapMb = defaultHeapMb }: ParserPoolOptions = {}) {
    this.threads = threads ?? Math.max(1, availableParallelism() - 1);
    this.timeoutMs = timeoutMs;
    this.pool = new Piscina<Uint8Array, Uint8Array>({
      filename: fileURLToPath(new URL('./parse.worker.js', import.meta.url)),
      minThreads: this.threads,
      maxThreads: this.threads,
      resourceLimits: { maxOldGenerationSizeMb: maxHeapMb },
    });
  }

  parse(input: WireInput): Promise<WrittenTransmission> {
    return new Promise((resolve) => {
      if (this.waiting.length === 0) queueMicrotask(() => this.start());
      this.waiting.push({ input, answer: resolve });
    });
  }

  /** Waits for what is being read, then ends the threads. */
  async close(): Promise<void> {
    // What was asked for a moment ago has started after this.
    await Promise.resolve();
    while (this.running.size > 0) await Promise.all(this.running);
    await this.pool.close();
  }

  /** Starts the jobs of all that was asked for since the last time. */
  private start(): void {
    const { waiting } = this;
    this.waiting = [];
    for (const job of jobsOf(waiting, Math.ceil(waiting.length / this.threads))) {
      const done = this.run(job).finally(() => this.running.delete(done));
      this.running.add(done);
    }
  }

  private async run(job: readonly Waiting[]): Promise<void> {
    const timeout = AbortSignal.timeout(this.timeoutMs);
    try {
      const request = writeRequest(job.map(({ input }) => input));
      const response = await this.pool.run(request, { signal: timeout, transferList: [request.buffer] });
      for (const [index, transmission] of readResponse(response).entries()) job[index]?.answer(transmission);
    } catch (error) {
      const [only, ...others] = job;
      if (only === undefined) return;
      if (others.length > 0) await Promise.all(job.map((one) => this.run([one])));
      else only.answer(givenUp(timeout.aborted ? this.timedOut() : refusalOf(error), only.input));
    }
  }

  private timedOut(): ReturnType<typeof refuse> {
    return refuse('parse_timeout', `not read within ${this.timeoutMs} ms`);
  }
}

/** Cuts what waits into jobs, so that every thread gets its share. */
function jobsOf(waiting: readonly Waiting[], share: number): Waiting[][] {
  const most = Math.min(maxTogether, share);
  const jobs: Waiting[][] = [];
  let bytes = 0;
  for (const one of waiting) {
    const job = jobs.at(-1);
    bytes += one.input.bytes.length;
    if (job !== undefined && job.length < most && bytes <= maxBytesTogether) job.push(one);
    else {
      jobs.push([one]);
      bytes = one.input.bytes.length;
    }
  }
  return jobs;
}

function givenUp(refusal: ReturnType<typeof refuse>, { provider }: WireInput): WrittenTransmission {
  const profile = defaultProfile();
  return {
    results: [refusal],
    charset: { name: 'utf-8', basis: 'utf-8', suspect: true },
    profile: {
      id: profile.id,
      hash: profile.hash,
      reinstates: profile.reinstates,
      provider: provider ?? profile.provider,
    },
  };
}
