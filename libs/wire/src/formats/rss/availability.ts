import { attr, textOf } from '../../xml/index.js';
import type { FeedEntry } from './entry.js';
import type { Terms } from './vocabulary.js';

/** States of Media RSS (https://www.rssboard.org/media-rss#media-status) as statuses of ninjs. */
const states: ReadonlyMap<string, string> = new Map([
  ['active', 'usable'],
  ['blocked', 'withheld'],
  ['deleted', 'canceled'],
]);

/**
 * Whether and from when the entry may be used. Feeds have no words of their own for that: `media:status` of the entry
 * says that it was blocked or deleted, PRISM's `embargoDate` from when it may appear (`''` when it is empty).
 */
export function availabilityOf(terms: Terms): Pick<FeedEntry, 'status' | 'embargo'> {
  const [status] = terms.all('media:status');
  const [embargo] = terms.all('prism:embargodate');
  const state = attr(status, 'state')?.toLowerCase();
  return {
    status: state === undefined ? undefined : (states.get(state) ?? state),
    embargo: embargo === undefined ? undefined : textOf(embargo),
  };
}
