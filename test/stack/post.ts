import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';

/** `fetch` takes as much processor time for a push as the gateway does; a sender should not be felt. */
const agent = new Agent({ keepAlive: true });

/** Posts a body and gives the answer. Rejects when there is none within 20 s. */
export function post(
  url: string,
  body: string | Uint8Array,
  headers: Readonly<Record<string, string>>,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers, timeout: 20_000 }, (response) => {
      text(response).then((answer) => resolve({ status: response.statusCode ?? 0, text: answer }), reject);
    });
    sent.on('timeout', () => sent.destroy(new Error('no answer within 20 s')));
    sent.on('error', reject).end(body);
  });
}
