import type { Dateline } from '#contracts';
import type { ReadContext } from '../../reader.js';
import { readDateline } from '../../text/index.js';
import { columnRuns, type CopyBlock } from '../support/copy-blocks.js';
import { joinWrapped } from '../support/wrapped-lines.js';
import { withoutTail } from '../text/tails.js';

/** The copy of a message and the dateline that it opened with. */
export interface Copy {
  readonly blocks: readonly CopyBlock[];
  readonly dateline: Dateline | undefined;
}

/** Reads the lines below the heading: the dateline becomes a fact, initials at the end go, columns stay as they stand. */
export function readCopy(lines: readonly string[], { profile, receivedAt }: ReadContext): Copy {
  const blocks = blocksOf(lines);
  const columnsAt = blocks.findIndex(({ kind }) => kind !== 'paragraph');
  const opening = textsOf(columnsAt === -1 ? blocks : blocks.slice(0, columnsAt));
  const found = readDateline(opening, profile, receivedAt);
  const copy = found === undefined ? blocks : [...found.rest.map(paragraph), ...blocks.slice(opening.length)];
  const tailAt = copy.findLastIndex(({ kind }) => kind !== 'paragraph') + 1;
  const signers = [...profile.agencies, ...(found?.dateline.agencies ?? [])];
  const ending = withoutTail(textsOf(copy.slice(tailAt)), signers, profile.tails);
  return { blocks: [...copy.slice(0, tailAt), ...ending.map(paragraph)], dateline: found?.dateline };
}

function blocksOf(lines: readonly string[]): CopyBlock[] {
  const blocks: CopyBlock[] = [];
  let from = 0;
  for (const [start, end] of columnRuns(lines)) {
    blocks.push(...joinWrapped(lines.slice(from, start)).map(paragraph), {
      kind: 'columns',
      lines: lines.slice(start, end).map((line) => line.trimEnd()),
    });
    from = end;
  }
  return [...blocks, ...joinWrapped(lines.slice(from)).map(paragraph)];
}

function paragraph(text: string): CopyBlock {
  return { kind: 'paragraph', text };
}

function textsOf(blocks: readonly CopyBlock[]): string[] {
  return blocks.flatMap((block) => (block.kind === 'paragraph' ? [block.text] : []));
}
