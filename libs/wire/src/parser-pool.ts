import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import { refusalOf, refuse } from './dispatch/index.js';
import { parseTransmission, type ParsedTransmission } from './parse.js';
import { defaultProfile } from './profiles/index.js';
import type { WireInput } from './reader.js';

/** Reads transmissions somewhere; never rejects. */
export interface Parser {
  parse(input: WireInput): Promise<ParsedTransmission>;
  close(): Promise<void>;
}

/** Reads on the caller's own thread: for tests and the command line. */
export const inlineParser: Parser = {
  parse: (input) => parseTransmission(input),
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

/** Reads on worker threads, so that the event loop stays free. Runs from the compiled files only. */
export class ParserPool implements Parser {
  private readonly pool: Piscina<WireInput, ParsedTransmission>;
  private readonly timeoutMs: number;

  constructor({ threads, timeoutMs = defaultTimeoutMs, maxHeapMb = defaultHeapMb }: ParserPoolOptions = {}) {
    const count = threads ?? Math.max(1, availableParallelism() - 1);
    this.timeoutMs = timeoutMs;
    this.pool = new Piscina<WireInput, ParsedTransmission>({
      filename: fileURLToPath(new URL('./parse.worker.js', import.meta.url)),
      minThreads: count,
      maxThreads: count,
      resourceLimits: { maxOldGenerationSizeMb: maxHeapMb },
    });
  }

  async parse(input: WireInput): Promise<ParsedTransmission> {
    const timeout = AbortSignal.timeout(this.timeoutMs);
    try {
      return await this.pool.run(input, { signal: timeout });
    } catch (error) {
      return givenUp(
        timeout.aborted ? refuse('parse_timeout', `not read within ${this.timeoutMs} ms`) : refusalOf(error),
        input,
      );
    }
  }

  /** Waits for what is being read, then ends the threads. */
  async close(): Promise<void> {
    await this.pool.close();
  }
}

function givenUp(refusal: ReturnType<typeof refuse>, { provider }: WireInput): ParsedTransmission {
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
