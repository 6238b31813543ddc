import type { FormatName, ReadResult } from '#contracts';
import { buildDispatch, readItem, refuse, type DispatchDraft } from '../../dispatch/index.js';
import { wireLimits } from '../../limits.js';
import type { ReadContext } from '../../reader.js';

/**
 * Reads the items of a list, each on its own: what one throws becomes its refusal. An empty list and the items
 * beyond the limit are refused by name.
 */
export function readItems(
  items: readonly unknown[],
  format: FormatName | ((item: unknown) => FormatName),
  draftOf: (item: unknown) => DispatchDraft,
  context: ReadContext,
): ReadResult[] {
  const formatOf = typeof format === 'function' ? format : (): FormatName => format;
  const listFormat = formatOf(undefined);
  if (items.length === 0) return [refuse('item_without_content', 'the list of items is empty', listFormat)];
  const results = items
    .slice(0, wireLimits.maxItems)
    .map((item) => readItem(formatOf(item), () => buildDispatch(draftOf(item), context)));
  if (items.length <= wireLimits.maxItems) return results;
  const detail = `${items.length} items; at most ${wireLimits.maxItems} are read`;
  return [...results, refuse('too_many_items', detail, listFormat)];
}
