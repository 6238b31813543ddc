import type { Dateline } from '#contracts';
import type { ReadContext } from '../../reader.js';
import { readDateline } from '../../text/index.js';
import { withoutTail } from '../text/tails.js';
import { paragraphBlock, type CopyBlock } from './copy-blocks.js';

/** Copy and the dateline that it opened with. */
export interface AgencyCopy {
  readonly blocks: readonly CopyBlock[];
  readonly dateline: Dateline | undefined;
}

/** Takes the dateline and the sign-off out of copy: the dateline becomes a fact, initials at the end go. */
export function agencyCopy(
  blocks: readonly CopyBlock[],
  { profile, receivedAt }: Pick<ReadContext, 'profile' | 'receivedAt'>,
): AgencyCopy {
  const tableAt = blocks.findIndex(({ kind }) => kind !== 'paragraph');
  const opening = textsOf(tableAt === -1 ? blocks : blocks.slice(0, tableAt));
  const found = readDateline(opening, profile, receivedAt);
  const copy =
    found === undefined ? blocks : [...found.rest.map(paragraphBlock), ...blocks.slice(opening.length)];
  const tailAt = copy.findLastIndex(({ kind }) => kind !== 'paragraph') + 1;
  const signers = [...profile.agencies, ...(found?.dateline.agencies ?? [])];
  const ending = withoutTail(textsOf(copy.slice(tailAt)), signers, profile.tails);
  return { blocks: [...copy.slice(0, tailAt), ...ending.map(paragraphBlock)], dateline: found?.dateline };
}

function textsOf(blocks: readonly CopyBlock[]): string[] {
  return blocks.flatMap((block) => (block.kind === 'paragraph' ? [block.text] : []));
}
