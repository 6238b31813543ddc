import { cleanHtml, joinBodies, type CleanBody } from '../../html/index.js';
import { countWords } from '../../text/index.js';
import { decodeText } from './encoded-words.js';
import type { MimePart } from './part.js';
import { plainParagraphs } from './plain-text.js';

/** The text of a mail and what hangs on it. */
export interface MailContent {
  /** The text as HTML, when that is its best form. */
  readonly html: CleanBody | undefined;
  /** The text as paragraphs, when it is plain. */
  readonly paragraphs: readonly string[];
  readonly attachments: readonly MimePart[];
}

interface Texts {
  readonly plain: string[];
  readonly html: CleanBody[];
  readonly attachments: MimePart[];
}

/** The form with styles must not say much less than the plain one: some mailers send a stub beside it. */
const minShare = 0.7;

/** Finds the text of a mail: of alternatives the richer one, of several texts all in their order. */
export function contentOf(mail: MimePart): MailContent {
  const texts: Texts = { plain: [], html: [], attachments: [] };
  gather(mail, texts);
  const html = texts.html.length === 0 ? undefined : joinBodies(texts.html);
  const words = countWords(texts.plain.join('\n\n'));
  const useHtml = html !== undefined && html.plain !== '' && countWords(html.plain) >= words * minShare;
  return useHtml
    ? { html, paragraphs: [], attachments: texts.attachments }
    : { html: undefined, paragraphs: texts.plain, attachments: texts.attachments };
}

function gather(part: MimePart, texts: Texts): void {
  const { value: type, parameters } = part.type;
  if (type.startsWith('multipart/')) {
    for (const child of part.children) gather(child, texts);
  } else if (part.isAttachment || part.filename !== undefined) texts.attachments.push(part);
  else if (type === 'text/html') {
    texts.html.push(cleanHtml(decodeText(part.bytes(), parameters.get('charset'))));
  } else if (type === 'text/plain') {
    const flowed = {
      on: parameters.get('format')?.toLowerCase() === 'flowed',
      delSp: parameters.get('delsp')?.toLowerCase() === 'yes',
    };
    texts.plain.push(...plainParagraphs(decodeText(part.bytes(), parameters.get('charset')), flowed));
  } else texts.attachments.push(part);
}
