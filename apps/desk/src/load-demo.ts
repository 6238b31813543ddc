import type { Logger } from '#platform';
import { WiredeskError } from '#contracts';
import { loadDemoManifest, playDemo } from './demo.js';

export interface DemoRun {
  /** How many dispatches the demo wire has. */
  readonly dispatches: number;
  /** Ends it; what was not pushed yet is left out. */
  stop(): Promise<void>;
}

/** Plays the demo wire into the desk the way a wire feed would: over HTTP. Most comes at once, the rest trickles in. */
export async function loadDemo(desk: { url: string; adminKey: string }, logger: Logger): Promise<DemoRun> {
  const manifest = await loadDemoManifest();
  const stopping = new AbortController();
  const call = async (path: string, contentType: string, body: string | Buffer): Promise<void> => {
    const response = await fetch(`${desk.url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${desk.adminKey}`, 'content-type': contentType },
      body,
      signal: stopping.signal,
    });
    if (!response.ok) throw new WiredeskError('demo_refused', `${path} answered ${response.status}`);
  };
  const playing = playDemo({
    manifest,
    now: new Date(),
    createFeed: (feed) => call('/v1/feeds', 'application/json', JSON.stringify(feed)),
    push: ({ feed, bytes, contentType }) => call(`/v1/feeds/${feed}/transmissions`, contentType, bytes),
    signal: stopping.signal,
  }).then(
    (count) => logger.info({ dispatches: count }, 'the demo wire is in'),
    (error: unknown) => {
      if (!stopping.signal.aborted) logger.error({ err: error }, 'the demo wire could not be loaded whole');
    },
  );
  return {
    dispatches: manifest.dispatches.length,
    stop: async () => {
      stopping.abort();
      await playing;
    },
  };
}
