import { columnRuns, paragraphBlock, type CopyBlock } from '../support/copy-blocks.js';
import { joinWrapped } from '../support/wrapped-lines.js';

/** The lines below the heading: wrapped lines as paragraphs, lines with columns as they stand. */
export function copyBlocks(lines: readonly string[]): CopyBlock[] {
  const blocks: CopyBlock[] = [];
  let from = 0;
  for (const [start, end] of columnRuns(lines)) {
    blocks.push(...joinWrapped(lines.slice(from, start)).map(paragraphBlock), {
      kind: 'columns',
      lines: lines.slice(start, end).map((line) => line.trimEnd()),
    });
    from = end;
  }
  return [...blocks, ...joinWrapped(lines.slice(from)).map(paragraphBlock)];
}
