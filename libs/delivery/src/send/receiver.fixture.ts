import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** One request that came in, raw. */
export interface ReceivedPost {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly at: number;
}

/** Answers a post; without one the receiver says 204. */
export type Answer = (response: ServerResponse, post: ReceivedPost) => void;

/** A real HTTP receiver on loopback that keeps what it got. */
export class Receiver {
  readonly posts: ReceivedPost[] = [];
  connections = 0;
  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(
    answer: Answer = (response) => response.writeHead(204).end(),
    port = 0,
  ): Promise<Receiver> {
    const server = createServer();
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    const receiver = new Receiver(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`);
    server.on('connection', () => (receiver.connections += 1));
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { url = '', headers } = request;
        const post = { path: url, headers, body: Buffer.concat(chunks), at: Date.now() };
        receiver.posts.push(post);
        answer(response, post);
      });
    });
    return receiver;
  }

  get port(): number {
    return Number(new URL(this.url).port);
  }

  /** The webhook ids in the order they came. */
  get ids(): string[] {
    return this.posts.map((post) => String(post.headers['webhook-id']));
  }

  /** The events in the order they came. */
  events<T>(): T[] {
    return this.posts.map((post) => JSON.parse(post.body.toString()) as T);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

/** A loopback port on which nobody listens. */
export async function deadUrl(): Promise<string> {
  const receiver = await Receiver.start();
  await receiver.stop();
  return receiver.url;
}

/** Repeats a check until it holds; fails after the given time. */
export async function until(check: () => boolean | Promise<boolean>, ms = 8_000): Promise<void> {
  const end = Date.now() + ms;
  while (!(await check())) {
    if (Date.now() > end) throw new Error(`not so within ${ms} ms: ${check.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** For receivers that hang up or stall below HTTP. */
export function socketOf(response: ServerResponse): Socket {
  if (!response.socket) throw new Error('the response has no socket');
  return response.socket;
}
