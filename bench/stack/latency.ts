import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@elastic/elasticsearch';
import { identified, push, uriOf, type Target } from './push.js';
import { followStream } from './sse.js';

export interface SteadyOptions {
  readonly target: Target;
  readonly searchUrl: string;
  readonly client: Client;
  /** Where stories are found by their `itemUri`. */
  readonly index: string;
  readonly perSecond: number;
  readonly seconds: number;
}

/** Milliseconds from the begin of each push. */
export interface Latencies {
  readonly searchable: readonly number[];
  readonly streamed: readonly number[];
}

const lookEveryMs = 15;
const longestMs = 60_000;

/** Pushes at a steady pace and sees each dispatch arrive twice: in a live stream, and in a search. */
export async function steadyPace(options: SteadyOptions): Promise<Latencies> {
  const { target, perSecond, seconds } = options;
  const total = perSecond * seconds;
  const now = new Date();
  const pushedAt = new Map<string, number>();
  const streamed = new Map<string, number>();
  const following = new AbortController();
  let ready: () => void = () => undefined;
  const isReady = new Promise<void>((resolve) => (ready = resolve));
  const stream = followStream(
    `${options.searchUrl}/v1/stream`,
    target.key,
    following.signal,
    (name, event) => {
      if (name === 'ready') ready();
      const uri = (event as { story?: { item?: { uri?: string } } }).story?.item?.uri;
      const at = uri === undefined ? undefined : pushedAt.get(uri);
      if (uri !== undefined && at !== undefined && !streamed.has(uri))
        streamed.set(uri, performance.now() - at);
    },
  );
  await isReady;
  const seen = new Map<string, number>();
  const watching = watchSearch(options, pushedAt, seen, total);
  const started = performance.now();
  const sending: Promise<void>[] = [];
  for (let n = 0; n < total; n += 1) {
    await sleep(Math.max(0, started + (n * 1_000) / perSecond - performance.now()));
    pushedAt.set(uriOf(5_000_000 + n, now), performance.now());
    sending.push(push(target, 5_000_000 + n, now, identified));
  }
  await Promise.all(sending);
  await watching;
  following.abort();
  await stream;
  if (streamed.size < total) throw new Error(`the live stream told ${streamed.size} of ${total} dispatches`);
  return { searchable: [...seen.values()], streamed: [...streamed.values()] };
}

async function watchSearch(
  { client, index }: SteadyOptions,
  pushedAt: ReadonlyMap<string, number>,
  seen: Map<string, number>,
  total: number,
): Promise<void> {
  const began = performance.now();
  while (seen.size < total) {
    if (performance.now() - began > longestMs + total * 20)
      throw new Error('the steady pace did not become searchable');
    await sleep(lookEveryMs);
    const waiting = [...pushedAt.keys()].filter((uri) => !seen.has(uri));
    if (waiting.length === 0) continue;
    const { hits } = await client.search({
      index,
      size: 1_000,
      query: { terms: { itemUri: waiting.slice(0, 1_000) } },
      _source: false,
      docvalue_fields: ['itemUri'],
    });
    const at = performance.now();
    for (const { fields } of hits.hits) {
      const uri = (fields?.['itemUri'] as string[] | undefined)?.[0] ?? '';
      const pushed = pushedAt.get(uri);
      if (pushed !== undefined && !seen.has(uri)) seen.set(uri, at - pushed);
    }
  }
}
