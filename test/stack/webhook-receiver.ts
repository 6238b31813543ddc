import { createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One delivery as it came in. */
export interface Delivery {
  readonly id: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly event: { readonly type: string; readonly subject?: string; readonly data: StoryData };
}

interface StoryData {
  readonly story: { readonly storyId: string; readonly revision: number };
}

/** A publishing system that keeps all that it is told. */
export class WebhookReceiver {
  readonly got: Delivery[] = [];
  private server: Server | undefined;

  async start(): Promise<void> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString();
        const id = String(request.headers['webhook-id']);
        const event = JSON.parse(body) as Delivery['event'];
        this.got.push({ id, headers: request.headers, body, event });
        response.writeHead(204).end();
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    this.server = server;
  }

  get url(): string {
    const { port } = this.server!.address() as AddressInfo;
    return `http://127.0.0.1:${port}/hook`;
  }

  async stop(): Promise<void> {
    const closed = once(this.server!, 'close');
    this.server!.close();
    this.server!.closeAllConnections();
    await closed;
  }
}

/** Whether a delivery is signed with the secret, as Standard Webhooks says. */
export function isSignedWith(secret: string, { headers, body }: Delivery): boolean {
  const signed = [headers['webhook-id'], headers['webhook-timestamp'], body].join('.');
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const wanted = Buffer.from(createHmac('sha256', key).update(signed).digest('base64'));
  const given = String(headers['webhook-signature'])
    .split(' ')
    .map((entry) => entry.replace('v1,', ''));
  return given.some((text) => text.length === wanted.length && timingSafeEqual(Buffer.from(text), wanted));
}
