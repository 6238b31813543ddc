import type { NinjsItem, ReadResult, Warning } from '#contracts';
import { buildDispatch, type DispatchDraft } from '../../dispatch/index.js';
import type { ReadContext } from '../../reader.js';
import { WireError } from '../../wire-error.js';
import { agencyCopy } from '../support/agency-copy.js';
import { copyHtml, paragraphBlock } from '../support/copy-blocks.js';
import { defined, unlessEmpty } from '../support/defined.js';
import { instantOf } from '../support/instants.js';
import { pictures } from '../support/pictures.js';
import { attachmentAssociation } from './attachments.js';
import { contentOf, type MailContent } from './content.js';
import { decodeHeader } from './encoded-words.js';
import type { Headers } from './headers.js';
import type { MimePart } from './part.js';

/** Marks of answers and forwards in the languages of mailers. */
const forwarding =
  /^(?:(?:re|fwd?|fw|aw|wg|tr|rv|sv|vs|antw|doorst|i|r|ynt|odp|enc)\s*(?:\[\d+\])?\s*:\s*)+/i;
const automatic = /^auto-(?:replied|generated)\b/i;
const failed = /\bdmarc=fail\b|\bspf=(?:fail|softfail)\b|\bdkim=fail\b/i;

/** Reads one mail. A mail that only carries another one is that one. */
export function readMail(mail: MimePart, context: ReadContext): ReadResult {
  const { headers, type } = mail;
  if (type.value === 'multipart/report' || automatic.test(headers.get('auto-submitted') ?? '')) {
    throw new WireError(
      'not_a_dispatch',
      'the mail was written by a machine: a receipt or an automatic answer',
    );
  }
  const content = contentOf(mail);
  const carried = carriedMail(content);
  if (carried !== undefined) return readMail(carried, context);
  const id =
    headers
      .get('message-id')
      ?.replace(/^\s*<|>\s*$/g, '')
      .trim() || undefined;
  const { body, dateline } = bodyOf(content, context);
  const date = headers.get('date') ?? headers.get('received')?.split(';').at(-1);
  return buildDispatch(
    {
      format: 'email',
      item: itemOf(headers, content, id, context),
      storyKey: id,
      versionCreatedRaw: date === undefined ? undefined : withoutComments(date),
      headlineRaw: subjectOf(headers),
      declaredLanguage: headers.get('content-language')?.split(',')[0]?.trim() || undefined,
      body,
      editorial: {
        ...defined({ dateline, priority: /\d/.exec(headers.get('x-priority') ?? '')?.[0] }),
        category: [],
        keywords: listOf(headers.get('keywords')),
      },
      warnings: warningsOf(headers),
    },
    context,
  );
}

/** The mail inside a mail that says nothing itself. */
function carriedMail({ html, paragraphs, attachments }: MailContent): MimePart | undefined {
  const [only] = attachments;
  const isEmpty = (html?.plain ?? '') === '' && paragraphs.length === 0;
  return isEmpty && attachments.length === 1 && only?.type.value === 'message/rfc822'
    ? only.children[0]
    : undefined;
}

function bodyOf(
  { html, paragraphs }: MailContent,
  context: ReadContext,
): { body: DispatchDraft['body']; dateline?: NonNullable<DispatchDraft['editorial']>['dateline'] } {
  if (html !== undefined) return { body: { html: html.html, plain: html.plain } };
  const { blocks, dateline } = agencyCopy(paragraphs.map(paragraphBlock), context);
  return { body: { html: copyHtml(blocks) }, dateline };
}

function itemOf(
  headers: Headers,
  { html, attachments }: MailContent,
  id: string | undefined,
  context: ReadContext,
): Partial<NinjsItem> {
  const sender = senderOf(headers.get('from') ?? headers.get('sender'));
  const remote = pictures(html?.images ?? []);
  return defined({
    uri: id === undefined ? undefined : `mid:${id}`,
    infoSources: sender === undefined ? undefined : [{ role: 'sender', ...sender }],
    expires: instantOf(headers.get('expires'), context),
    associations: unlessEmpty([
      ...attachments.map((part, index) => attachmentAssociation(part, index, id, context)),
      ...remote,
    ]),
  });
}

/** The subject without `Re:` and `Fwd:`. */
function subjectOf(headers: Headers): string | undefined {
  const subject = decodeHeader(headers.get('subject') ?? '');
  return subject.replace(forwarding, '').trim() || undefined;
}

/** Name and address: `"Maren Holt" <m@example.org>`, `m@example.org (Maren Holt)`, `m@example.org`. */
function senderOf(raw: string | undefined): { name: string; literal?: string } | undefined {
  if (raw === undefined) return undefined;
  const text = raw.slice(0, 1_000);
  const address = /[^\s<>(),;:"]{1,200}@[^\s<>(),;:"]{1,200}/.exec(text)?.[0];
  const before = /^([^<]*)</.exec(text)?.[1] ?? /\(([^()]{1,200})\)/.exec(text)?.[1] ?? '';
  const name = decodeHeader(before.trim().replace(/^"|"$/g, '').replace(/\\(.)/g, '$1'));
  const shown = name || address || decodeHeader(text);
  return shown === '' ? undefined : { name: shown, ...defined({ literal: address }) };
}

function withoutComments(date: string): string {
  return date.replace(/\([^()]*\)/g, ' ').trim();
}

function listOf(raw: string | undefined): string[] {
  return decodeHeader(raw ?? '')
    .split(/[,;]/)
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

/** The verdict of the server that took the mail in; only the topmost is ours. */
function warningsOf(headers: Headers): Warning[] {
  const verdict = failed.exec((headers.get('authentication-results') ?? '').slice(0, 4_000))?.[0];
  if (verdict === undefined) return [];
  return [{ code: 'sender_not_authenticated', detail: `the receiving server says ${verdict.toLowerCase()}` }];
}
