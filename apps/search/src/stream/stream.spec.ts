import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { KeyService } from '#access';
import { groupIdOf } from '#contracts';
import { testDatabase } from '#testing';
import { aStory, adminKey, problemOf, TestSearchService } from '../search.fixture.js';

interface Frame {
  readonly id: string;
  readonly event: string;
  readonly data: {
    type?: string;
    story?: Record<string, unknown> & { item?: { headlines?: { value: string }[] } };
  };
}

/** An open stream and the frames that came in. */
class TestStream {
  readonly frames: Frame[] = [];
  text = '';
  ended = false;
  private readonly abort = new AbortController();
  readonly reading: Promise<void>;

  private constructor(
    readonly response: Response,
    close: AbortController,
  ) {
    this.abort = close;
    this.reading = this.read();
  }

  static async open(
    desk: TestSearchService,
    query = '',
    options: { key?: string; lastEventId?: string } = {},
  ): Promise<TestStream> {
    const close = new AbortController();
    const { key = adminKey, lastEventId } = options;
    const headers: Record<string, string> = lastEventId === undefined ? {} : { 'last-event-id': lastEventId };
    const response = await desk.get(`/v1/stream${query}`, { key, headers, signal: close.signal });
    return new TestStream(response, close);
  }

  /** Waits for so many frames, the first one (`ready` or `reset`) included. */
  async until(count: number): Promise<Frame[]> {
    const deadline = Date.now() + 8_000;
    while (this.frames.length < count && !this.ended && Date.now() < deadline) await sleep(10);
    return this.frames;
  }

  get headlines(): unknown[] {
    return this.frames.flatMap(({ event, data }) =>
      event === 'story' ? [data.story?.item?.headlines?.[0]?.value] : [],
    );
  }

  async close(): Promise<void> {
    this.abort.abort();
    await this.reading;
  }

  private async read(): Promise<void> {
    try {
      let rest = '';
      const decoder = new TextDecoder();
      for await (const chunk of this.response.body ?? []) {
        const text = decoder.decode(chunk as Uint8Array, { stream: true });
        this.text += text;
        const blocks = (rest + text).split('\n\n');
        rest = blocks.pop() ?? '';
        for (const block of blocks) {
          const fields = new Map(block.split('\n').map((line) => line.split(/: (.*)/s) as [string, string]));
          if (!fields.has('event')) continue;
          this.frames.push({
            id: fields.get('id') ?? '',
            event: fields.get('event') ?? '',
            data: JSON.parse(fields.get('data') ?? '{}') as Frame['data'],
          });
        }
      }
    } catch {
      // the test closed the line, or the service did
    }
    this.ended = true;
  }
}

describe('the live stream', () => {
  let desk: TestSearchService;

  beforeAll(async () => {
    desk = await TestSearchService.start(await testDatabase());
  });

  afterAll(() => desk.stop());

  it('tells new stories that match, as search shows them, with an id on each frame', async () => {
    const stream = await TestStream.open(desk, '?q=ferries');
    expect(stream.response.headers.get('content-type')).toContain('text/event-stream');
    expect(stream.response.headers.get('x-accel-buffering')).toBe('no');
    await stream.until(1);
    await desk.publish('wire.story.created.v1', aStory('Ferry one'));
    await desk.publish('wire.story.created.v1', aStory('Tram two'));
    await desk.publish('wire.story.updated.v1', aStory('Ferry one', { revision: 2 }));
    const frames = await stream.until(3);
    expect(frames.map(({ event, data }) => [event, data.type, data.story?.['revision']])).toEqual([
      ['ready', undefined, undefined],
      ['story', 'wire.story.created.v1', 1],
      ['story', 'wire.story.updated.v1', 2],
    ]);
    expect(frames.every(({ id }) => id !== '')).toBe(true);
    expect(frames[1]?.data.story).toMatchObject({ provider: 'nordwire', status: 'usable', alsoFrom: [] });
    await stream.close();
  });

  it('keeps held copy and foreign copy to itself, and tells when shown copy goes away', async () => {
    const { key } = await desk.key({ providers: ['nordwire'] });
    const stream = await TestStream.open(desk, '', { key });
    await stream.until(1);
    const held = aStory('Held merger', { status: 'embargoed', statusReason: 'embargo' });
    const shown = aStory('Shown story');
    await desk.publish('wire.story.created.v1', held);
    await desk.publish('wire.story.created.v1', aStory('Foreign story', { provider: 'sudpresse' }));
    await desk.publish(
      'wire.story.killed.v1',
      aStory('Foreign kill', { provider: 'sudpresse', status: 'canceled' }),
    );
    await desk.publish('wire.story.created.v1', {
      ...shown,
      copies: [
        { provider: 'sudpresse', storyId: held.storyId, share: 1 },
        { provider: 'nordwire', storyId: held.storyId, share: 1 },
      ],
    });
    await desk.publish('wire.story.withheld.v1', { ...shown, revision: 2, status: 'withheld' });
    await desk.publish(
      'wire.story.expired.v1',
      { ...held, revision: 2 },
      { cause: 'expired', previousStatus: 'embargoed' },
    );
    await desk.publish(
      'wire.story.released.v1',
      { ...held, revision: 3, status: 'usable' },
      { cause: 'released', previousStatus: 'embargoed' },
    );
    const frames = await stream.until(4);
    expect(frames.slice(1).map(({ event, data }) => [event, data.story?.['storyId']])).toEqual([
      ['story', shown.storyId],
      ['gone', shown.storyId],
      ['story', held.storyId],
    ]);
    expect(frames[1]?.data.story?.['alsoFrom']).toEqual([
      { provider: 'nordwire', storyId: held.storyId, share: 1 },
    ]);
    expect(JSON.stringify(frames[2])).not.toContain('Shown story');
    expect(stream.text).not.toContain('Foreign');
    await stream.close();
  });

  it('tells kills whatever the query is, without any of the copy', async () => {
    const stream = await TestStream.open(desk, '?q=tennis');
    await stream.until(1);
    const story = aStory('Mayor accused');
    await desk.publish('wire.story.created.v1', story);
    await desk.publish('wire.story.killed.v1', { ...story, revision: 2, status: 'canceled' });
    const [, kill] = await stream.until(2);
    expect(kill?.data).toMatchObject({
      type: 'wire.story.killed.v1',
      story: { status: 'canceled', revision: 2 },
    });
    expect(stream.headlines).toEqual(['Mayor accused']);
    expect(stream.text).not.toContain('Text of');
    await stream.close();
  });

  it('resumes where a client was cut off: each change once, in order', async () => {
    const first = await TestStream.open(desk, '?q=event');
    await first.until(1);
    await desk.publish('wire.story.created.v1', aStory('Event 41'));
    const seen = (await first.until(2)).at(-1)?.id ?? '';
    await first.close();
    for (const number of [42, 43, 44]) await desk.publish('wire.story.created.v1', aStory(`Event ${number}`));
    const again = await TestStream.open(desk, '?q=event', { lastEventId: seen });
    const manual = await TestStream.open(desk, `?q=event&since=${seen}`);
    await Promise.all([again.until(4), manual.until(4)]);
    await desk.publish('wire.story.created.v1', aStory('Event 45'));
    await Promise.all([again.until(5), manual.until(5)]);
    const expected = [42, 43, 44, 45].map((number) => `Event ${number}`);
    expect(again.headlines).toEqual(expected);
    expect(manual.headlines).toEqual(expected);
    await Promise.all([again.close(), manual.close()]);
  });

  it('resumes through the log when another replica, or an earlier process, told the last event', async () => {
    const other = await TestSearchService.start(await testDatabase());
    const opened = await TestStream.open(other, '?q=chapter');
    const start = (await opened.until(1))[0]?.id ?? '';
    for (const number of [1, 2, 3]) await other.publish('wire.story.created.v1', aStory(`Chapter ${number}`));
    const middle = (await opened.until(4))[1]?.id ?? '';
    await opened.close();
    // so many that the process keeps none of the first ones in memory
    for (let number = 0; number < 520; number += 1) {
      await other.publish('wire.story.created.v1', aStory(`Filler ${number}`));
    }
    const settled = await TestStream.open(other, '?q=filler', { lastEventId: middle });
    await settled.until(521);
    const streams = await Promise.all([
      TestStream.open(other, '?q=chapter', { lastEventId: start }),
      TestStream.open(other, '?q=chapter', { lastEventId: middle }),
    ]);
    await Promise.all([streams[0].until(4), streams[1].until(3)]);
    await other.publish('wire.story.created.v1', aStory('Chapter 4'));
    await Promise.all([streams[0].until(5), streams[1].until(4)]);
    expect(streams[0].headlines).toEqual(['Chapter 1', 'Chapter 2', 'Chapter 3', 'Chapter 4']);
    expect(streams[1].headlines).toEqual(['Chapter 2', 'Chapter 3', 'Chapter 4']);
    await Promise.all([settled, ...streams].map((stream) => stream.close()));
    await other.stop();
  }, 60_000);

  it.each(['nonsense', '999999999999-1', ''])(
    'says reset when it cannot resume from "%s"',
    async (lastEventId) => {
      const stream = await TestStream.open(desk, '', { lastEventId });
      const [first] = await stream.until(1);
      expect(first?.event).toBe('reset');
      expect(first?.id).not.toBe('');
      await desk.publish('wire.story.created.v1', aStory(`After reset from ${lastEventId}`));
      await stream.until(2);
      expect(stream.headlines).toHaveLength(1);
      await stream.close();
    },
  );

  it('ends when its key is revoked', async () => {
    const { key, view } = await desk.key();
    const stream = await TestStream.open(desk, '', { key });
    await stream.until(1);
    await desk.app.get(KeyService).revoke(view.id, 'test');
    await stream.reading;
    expect(stream.ended).toBe(true);
    expect(await problemOf(await desk.get('/v1/stream', { key }))).toEqual({
      status: 401,
      code: 'key_unknown',
    });
  });

  it('drops a client that does not read, and goes on for the others', async () => {
    const reader = await TestStream.open(desk, '?q=flood');
    const close = new AbortController();
    const deaf = await desk.get('/v1/stream?q=flood', { signal: close.signal });
    await reader.until(1);
    const body = 'x'.repeat(400_000);
    for (let number = 0; number < 40; number += 1) {
      const story = aStory(`Flood ${number}`);
      const bodies = [{ role: 'main', value: body }];
      await desk.publish('wire.story.created.v1', { ...story, item: { ...story.item, bodies } });
    }
    await reader.until(41);
    expect(reader.headlines).toHaveLength(40);
    const slow = /wiredesk_stream_closed_total\{reason="slow"\} 1/;
    const metrics = async () => (await desk.get('/metrics', { key: null })).text();
    const deadline = Date.now() + 10_000;
    while (!slow.test(await metrics()) && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(await metrics()).toMatch(slow);
    close.abort();
    await deaf.body?.cancel().catch(() => undefined);
    await reader.close();
  }, 30_000);

  it('refuses a query that is over the limits, and marks copies of one text by their group', async () => {
    const problem = await problemOf(await desk.get(`/v1/stream?q=${'x'.repeat(5_000)}`));
    expect(problem).toEqual({ status: 400, code: 'query_invalid' });
    const stream = await TestStream.open(desk, '?q=grouped');
    await stream.until(1);
    const groupId = groupIdOf('grouped');
    await desk.publish('wire.story.created.v1', aStory('Grouped', { groupId }));
    expect((await stream.until(2))[1]?.data.story?.['groupId']).toBe(groupId);
    await stream.close();
  });

  it('says goodbye with a time to come back when the process stops', async () => {
    const stopping = await TestSearchService.start(await testDatabase());
    const stream = await TestStream.open(stopping);
    await stream.until(1);
    const began = Date.now();
    const stopped = stopping.stop();
    await stream.reading;
    expect(Date.now() - began).toBeLessThan(2_000);
    expect(stream.text.slice(stream.text.lastIndexOf('retry:'))).toMatch(/^retry: \d+\n: closing\n\n$/);
    await stopped;
  });
});
