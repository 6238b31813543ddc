import type { NinjsAssociation } from '#contracts';
import type { ReadContext } from '../../reader.js';
import { associationIds } from '../support/association-ids.js';
import { defined } from '../support/defined.js';
import { decodeHeader } from './encoded-words.js';
import type { MimePart } from './part.js';

type NewsType = NonNullable<NinjsAssociation['type']>;

const kinds: Readonly<Record<string, NewsType>> = {
  image: 'picture',
  audio: 'audio',
  video: 'video',
};

/** An attachment as an association: its name, kind and size. The file itself stays in the archived mail. */
export function attachmentAssociation(
  part: MimePart,
  index: number,
  parent: string | undefined,
  context: ReadContext,
): NinjsAssociation {
  const { value: contentType } = part.type;
  const type = kinds[contentType.split('/')[0] ?? ''] ?? 'component';
  const name = `attachment-${index + 1}`;
  const title = titleOf(part);
  return {
    ...associationIds(undefined, parent, name, context),
    name,
    rel: type === 'picture' ? 'picture' : 'attachment',
    type: contentType.startsWith('text/') || contentType === 'message/rfc822' ? 'text' : type,
    ...defined({ headlines: title === undefined ? undefined : [{ role: 'main', value: title }] }),
    renditions: [
      {
        name: 'original',
        contentType,
        sizeInBytes: part.bytes().length,
        ...defined({ title: part.filename }),
      },
    ],
  };
}

/** The file's name, or the subject of a mail inside the mail. */
function titleOf({ filename, children }: MimePart): string | undefined {
  const subject = children[0]?.headers.get('subject');
  return filename || (subject === undefined ? undefined : decodeHeader(subject)) || undefined;
}
