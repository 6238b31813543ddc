import { forReader, knownCopies, toHit, type SearchReader, type StreamSight } from '#search';
import type { WireEvent } from './wire-event.js';

/** Clients that lost their line wait this long before they come back. */
export const retryMs = 2_000;

/** The frames of the stream, as text/event-stream (HTML standard, 9.2). */
export const heartbeat = ': heartbeat\n\n';
export const goodbye = `retry: ${retryMs}\n: closing\n\n`;

/** The first frame: from here on nothing is missed. */
export function readyFrame(position: string): string {
  return `retry: ${retryMs}\n${frame('ready', position, {})}`;
}

/** Something was missed: what is shown must be loaded anew. */
export function resetFrame(position: string): string {
  return `retry: ${retryMs}\n${frame('reset', position, {})}`;
}

/** A change as a reader may see it: the story like a search hit, or, once it is gone, its ids alone. */
export function changeFrame(event: WireEvent, reader: SearchReader, sight: StreamSight): string {
  const { story } = event.changed;
  if (sight === 'gone') {
    const { storyId, groupId, revision, provider } = story;
    return frame('gone', event.position, {
      type: event.type,
      story: { storyId, groupId, revision, provider },
    });
  }
  const shown = forReader(story, reader);
  return frame('story', event.position, {
    type: event.type,
    story: toHit(shown, knownCopies(shown, reader)),
  });
}

/** JSON holds no line breaks, so that one data line is enough. */
function frame(event: string, id: string, data: object): string {
  return `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
