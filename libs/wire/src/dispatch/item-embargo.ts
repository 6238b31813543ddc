import type { Embargo } from '#contracts';
import type { ReadContext } from '../reader.js';
import { embargoFromWords, opensWithEmbargo } from '../text/index.js';
import type { DispatchDraft } from './draft.js';
import { dateOptions, embargoOf } from './instants.js';
import type { StatusReading } from './statuses.js';

/**
 * The embargo: of its field, of the note to editors, of a line of copy that opens with it. A status that says
 * embargoed without an instant is unreadable: held for an operator.
 */
export function embargoFound(
  draft: DispatchDraft,
  headline: string | undefined,
  blocks: readonly string[],
  status: StatusReading | undefined,
  context: ReadContext,
): Embargo | undefined {
  const options = { ...dateOptions(context), receivedAt: context.receivedAt };
  const coded =
    draft.embargoRaw !== undefined
      ? embargoOf(draft.embargoRaw, context)
      : draft.item.embargoedUntil === undefined
        ? undefined
        : embargoOf(draft.item.embargoedUntil, context);
  const edNote = draft.item.edNote;
  const spoken = edNote === undefined ? undefined : embargoFromWords(edNote, options);
  const found =
    coded ??
    spoken ??
    embargoInLines([headline, ...blocks.slice(0, 2), ...blocks.slice(2).slice(-1)], options);
  if (found !== undefined) return found;
  return status === 'embargoed'
    ? { state: 'unreadable', text: draft.pubStatusRaw ?? 'embargoed' }
    : undefined;
}

function embargoInLines(
  lines: readonly (string | undefined)[],
  options: Parameters<typeof embargoFromWords>[1],
): Embargo | undefined {
  const line = lines.find((candidate) => candidate !== undefined && opensWithEmbargo(candidate));
  return line === undefined ? undefined : embargoFromWords(line, options);
}
