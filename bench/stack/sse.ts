/** Reads a live stream's events until the signal aborts; gives each `data` as parsed JSON, with its event name. */
export async function followStream(
  url: string,
  key: string,
  signal: AbortSignal,
  onEvent: (name: string, data: unknown) => void,
): Promise<void> {
  const response = await fetch(url, { headers: { authorization: `Bearer ${key}` }, signal });
  if (!response.ok || !response.body) throw new Error(`the stream was answered ${response.status}`);
  let pending = '';
  const decoder = new TextDecoder();
  try {
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
      pending += decoder.decode(chunk, { stream: true });
      const frames = pending.split('\n\n');
      pending = frames.pop() ?? '';
      for (const frame of frames) tell(frame, onEvent);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

function tell(frame: string, onEvent: (name: string, data: unknown) => void): void {
  const lines = frame.split('\n');
  const field = (name: string) =>
    lines.filter((line) => line.startsWith(`${name}: `)).map((line) => line.slice(name.length + 2));
  const data = field('data').join('\n');
  if (data !== '') onEvent(field('event')[0] ?? 'message', JSON.parse(data));
}
