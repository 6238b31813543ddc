/** A frame of a live stream. */
export interface StreamFrame {
  readonly id: string;
  readonly event: string;
  readonly data: {
    readonly type?: string;
    readonly story?: { readonly storyId: string; readonly revision: number };
  };
}

/** A reader of server-sent events that keeps the frames. */
export class EventStream {
  readonly frames: StreamFrame[] = [];
  private readonly end = new AbortController();
  private reading: Promise<void> = Promise.resolve();

  /** Opens the stream; resolves once it is open. */
  static async open(url: string, key: string, lastEventId?: string): Promise<EventStream> {
    const stream = new EventStream();
    const response = await fetch(url, {
      headers: {
        authorization: `Bearer ${key}`,
        ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
      },
      signal: stream.end.signal,
    });
    if (response.status !== 200 || !response.body)
      throw new Error(`the stream was answered ${response.status}: ${await response.text()}`);
    stream.reading = stream.read(response.body);
    return stream;
  }

  async close(): Promise<void> {
    this.end.abort();
    await this.reading;
  }

  private async read(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    let text = '';
    try {
      for await (const chunk of body) {
        text += decoder.decode(chunk, { stream: true });
        const parts = text.split('\n\n');
        text = parts.pop() ?? '';
        for (const part of parts) this.take(part);
      }
    } catch (error) {
      if (!this.end.signal.aborted) throw error;
    }
  }

  private take(part: string): void {
    const field = (name: string) =>
      part
        .split('\n')
        .find((line) => line.startsWith(`${name}: `))
        ?.slice(name.length + 2);
    const [id, event, data] = [field('id'), field('event'), field('data')];
    if (id === undefined || event === undefined || data === undefined) return;
    this.frames.push({ id, event, data: JSON.parse(data) as StreamFrame['data'] });
  }
}
