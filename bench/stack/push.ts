import { post } from '../../test/stack/post.js';
import { copyOf } from '../copy.js';
import { formats, type BenchFormat } from '../formats.js';

/** Formats of one item a document, in turn: three to five kilobytes each. */
export const mixed = formats.filter((format) => format.items === 1);

/** Those of them that carry the id that we gave the copy, so that it can be waited for; plain text has none. */
export const identified = mixed.filter((format) => format.name !== 'text');

/** Where and as whom to push. */
export interface Target {
  readonly url: string;
  readonly key: string;
  readonly feed: string;
}

/** The item key of the n-th push; what a reader of the stream knows it by. */
export function uriOf(n: number, now: Date): string {
  return copyOf(n, now).uri;
}

/** Pushes the n-th dispatch until it is taken. */
export async function push(
  { url, key, feed }: Target,
  n: number,
  now: Date,
  among: readonly BenchFormat[] = mixed,
): Promise<void> {
  const format = among[n % among.length]!;
  const body = format.write([copyOf(n, now)]);
  for (;;) {
    const { status } = await post(`${url}/v1/feeds/${feed}/transmissions`, body, {
      authorization: `Bearer ${key}`,
      'content-type': format.contentType,
    });
    if (status === 202) return;
    if (status !== 429 && status !== 503) throw new Error(`a push was answered ${status}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Pushes `count` dispatches over so many connections at once; gives the seconds until the last was taken. */
export async function pushAll(
  target: Target,
  from: number,
  count: number,
  now: Date,
  connections: number,
): Promise<number> {
  const started = performance.now();
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) {
      const n = from + next;
      next += 1;
      await push(target, n, now);
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  return (performance.now() - started) / 1_000;
}
