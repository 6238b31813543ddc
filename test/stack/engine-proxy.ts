import { once } from 'node:events';
import {
  Agent,
  createServer,
  request,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a proxy does with requests: pass them on, cut them off, or answer some with 429 in the engine's place. */
export type ProxyMode = 'pass' | 'away' | 'overloaded';

/** Stands between services and Elasticsearch, and makes its faults on demand. */
export class EngineProxy {
  mode: ProxyMode = 'pass';
  /** Requests that were answered 429 here. */
  refused = 0;
  private server: Server | undefined;
  private readonly agent = new Agent({ keepAlive: true });

  constructor(private readonly target: string) {}

  get url(): string {
    const { port } = this.server!.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  async start(): Promise<void> {
    const server = createServer((incoming, answer) => this.take(incoming, answer));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    this.server = server;
  }

  async stop(): Promise<void> {
    const closed = once(this.server!, 'close');
    this.server!.close();
    this.server!.closeAllConnections();
    await closed;
    this.agent.destroy();
  }

  private take(incoming: IncomingMessage, answer: ServerResponse): void {
    if (this.mode === 'away') {
      incoming.socket.destroy();
      return;
    }
    if (this.mode === 'overloaded') {
      this.refused += 1;
      incoming.resume();
      const error = { type: 'es_rejected_execution_exception', reason: 'rejected execution (queue is full)' };
      answer.writeHead(429, { 'content-type': 'application/json', 'x-elastic-product': 'Elasticsearch' });
      answer.end(JSON.stringify({ error, status: 429 }));
      return;
    }
    const onward = request(`${this.target}${incoming.url}`, {
      method: incoming.method,
      headers: incoming.headers,
      agent: this.agent,
    });
    onward.on('response', (response) => {
      answer.writeHead(response.statusCode!, response.headers);
      response.pipe(answer);
    });
    // the engine cut the line: so do we
    onward.on('error', () => incoming.socket.destroy());
    incoming.pipe(onward);
  }
}
