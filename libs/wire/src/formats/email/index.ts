import type { ReadResult } from '#contracts';
import { readItem } from '../../dispatch/index.js';
import type { ReadContext, Reader } from '../../reader.js';
import { readMail } from './message.js';
import { readPart, type MimePart } from './part.js';

const fieldName = /^([!-9;-~]{2,60}):(?:\s|$)/;
/** Fields that only mail systems write. */
const ofMail = new Set([
  'received',
  'message-id',
  'mime-version',
  'return-path',
  'delivered-to',
  'dkim-signature',
  'content-type',
  'content-transfer-encoding',
  'x-mailer',
  'reply-to',
]);
/** Fields that people write too; three of them make a mail. */
const ofPeople = new Set(['from', 'to', 'cc', 'subject', 'date', 'sender']);
const mailboxStart = /^From \S{1,200} .{10,60}$/m;
const between = /(?:\r?\n){2}(?=From \S{1,200} [^\n]{10,60}\n[!-9;-~]{2,60}:)/;

/** Mail after RFC 822 and its successors, with MIME: one mail, or a mailbox of several. */
export const emailReader: Reader = {
  formats: ['email'],
  framed: true,
  sniff(head) {
    const lines = head.trimStart().split(/\r?\n/);
    const names = new Set<string>();
    for (const [index, line] of lines.entries()) {
      const name = fieldName.exec(line)?.[1]?.toLowerCase();
      if (name !== undefined) names.add(name);
      else if (!/^[ \t]+\S/.test(line) && !(index === 0 && mailboxStart.test(line))) break;
    }
    const mail = [...names].filter((name) => ofMail.has(name)).length;
    const people = [...names].filter((name) => ofPeople.has(name)).length;
    if (mail >= 2 || (mail >= 1 && people >= 2)) return 0.9;
    return people >= 3 && names.has('subject') && names.has('from') ? 0.6 : 0;
  },
  read(context: ReadContext): ReadResult[] {
    return mailsOf(context.bytes)
      .flatMap(opened)
      .map((mail) => readItem('email', () => readMail(mail, context)));
  },
};

function mailsOf(bytes: Uint8Array): MimePart[] {
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const text = raw.replace(/^\u00EF\u00BB\u00BF/, '').trimStart();
  const mails = mailboxStart.test(text.slice(0, 300).split('\n', 1)[0] ?? '') ? text.split(between) : [text];
  return mails.map(readPart);
}

/** A digest is the mails in it. */
function opened(mail: MimePart): MimePart[] {
  if (mail.type.value !== 'multipart/digest') return [mail];
  return mail.children.map((part) => part.children[0] ?? part);
}
