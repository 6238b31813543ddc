import type { FormatName, ReadResult, Refusal, Warning } from '#contracts';
import { buildDispatch, readItem, refuse, type DispatchDraft } from '../../dispatch/index.js';
import { wireLimits } from '../../limits.js';
import type { ReadContext } from '../../reader.js';
import { draftOf } from './draft.js';
import type { FeedEntry, FeedFacts } from './entry.js';
import { storyKeys } from './identity.js';

/** The entries of a feed as they stand in the document, and how to read one. */
export interface FeedSource<T> {
  readonly format: FormatName;
  readonly entries: readonly T[];
  readonly feed: FeedFacts;
  readonly warnings?: readonly Warning[] | undefined;
  read(entry: T): FeedEntry;
  /** Adds to the draft what feeds in general do not say. */
  finish?(draft: DispatchDraft, entry: T): DispatchDraft;
  /** Why an entry must not be read, or undefined when it may be. */
  refusal?(entry: T): Refusal | undefined;
}

/**
 * Reads the entries of a feed of any format. They are read together because an id that several different entries
 * share is none; one that cannot be read costs only itself.
 */
export function readEntries<T>(source: FeedSource<T>, context: ReadContext): ReadResult[] {
  const { format, entries, feed, warnings = [] } = source;
  if (entries.length === 0) return [refuse('item_without_content', 'the feed has no entries', format)];
  const given = entries.slice(0, wireLimits.maxItems);
  const read = given.map((entry) => attempt(() => source.read(entry)));
  const keys = storyKeys(read.map((entry) => (entry instanceof Error ? undefined : entry)));
  const results = read.map((entry, index) => {
    const element = given[index];
    const refused = element === undefined ? undefined : source.refusal?.(element);
    return (
      refused ??
      readItem(format, () => {
        if (entry instanceof Error) throw entry;
        const draft = draftOf(format, entry, feed, keys[index], warnings);
        const finished = element === undefined ? undefined : source.finish?.(draft, element);
        return buildDispatch(finished ?? draft, context);
      })
    );
  });
  if (entries.length <= wireLimits.maxItems) return results;
  const detail = `${entries.length} entries; at most ${wireLimits.maxItems} are read`;
  return [...results, refuse('too_many_items', detail, format)];
}

/** An entry that cannot be read must not cost the others: its error becomes its refusal later. */
function attempt(read: () => FeedEntry): FeedEntry | Error {
  try {
    return read();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
