import type { FormatName, ReadResult, Warning } from '#contracts';
import { buildDispatch, readItem, refuse, type DispatchDraft } from '../../dispatch/index.js';
import { wireLimits } from '../../limits.js';
import type { ReadContext } from '../../reader.js';
import type { XmlDocument, XmlElement } from '../../xml/index.js';

/** What had to be mended before a document could be read, for each of its items. */
export function mended({ repaired }: Pick<XmlDocument, 'repaired'>): Warning[] {
  return repaired === undefined ? [] : [{ code: 'xml_repaired', detail: repaired }];
}

/**
 * Reads the items of a document one by one: one that is broken, or that the document ends in, costs only itself.
 * `read` gives a draft, or throws WireError.
 */
export function readXmlItems(
  items: readonly XmlElement[],
  format: FormatName,
  read: (item: XmlElement) => DispatchDraft,
  document: XmlDocument,
  context: ReadContext,
): ReadResult[] {
  const warnings = mended(document);
  const results = items.slice(0, wireLimits.maxItems).map((item) =>
    document.unclosed.has(item)
      ? refuse('xml_malformed', 'the document ends inside this item', format)
      : readItem(format, () => {
          const draft = read(item);
          return buildDispatch({ ...draft, warnings: [...(draft.warnings ?? []), ...warnings] }, context);
        }),
  );
  if (items.length <= wireLimits.maxItems) return results;
  const detail = `${items.length} items; at most ${wireLimits.maxItems} are read`;
  return [...results, refuse('too_many_items', detail, format)];
}
