import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { isRefusal, mainHeadline, type Dispatch } from '#contracts';
import { parseTransmission } from '../../parse.js';
import { cpuMilliseconds } from '../support/cpu.testing.js';
import { dispatchOf, outcomes, parse } from '../support/parse.testing.js';
import { decodeHeader } from './encoded-words.js';
import { readPart } from './part.js';

const receivedAt = new Date('2024-05-14T16:00:00Z');
const copy = 'A ferry ran aground off Inselport on Tuesday, the harbour office said. Nobody was hurt.';

/** A mail of header lines and a body. */
function mail(lines: readonly string[], body: string): string {
  const headers = [
    'Received: from mx.nordwire.example by in.example; Tue, 14 May 2024 15:23:09 +0000',
    'From: "Maren Holt" <holt@nordwire.example>',
    'To: desk@example.org',
    'Date: Tue, 14 May 2024 17:23:00 +0200 (CEST)',
    'Message-ID: <4711.ferry@nordwire.example>',
    'MIME-Version: 1.0',
    ...lines,
  ];
  return `${headers.join('\r\n')}\r\n\r\n${body.replaceAll('\n', '\r\n')}`;
}
const subject = 'Subject: Ferry runs aground off Inselport';
const one = async (lines: readonly string[], body: string): Promise<Dispatch> =>
  dispatchOf(await parse(mail(lines, body)));

describe('mail', () => {
  it('reads sender, subject, date, id and text', async () => {
    const { format, item, identity, text, warnings } = await one(
      [subject, 'Keywords: ferry, Inselport'],
      copy,
    );
    expect(format).toBe('email');
    expect(mainHeadline(item)).toBe('Ferry runs aground off Inselport');
    expect(item).toMatchObject({
      uri: 'mid:4711.ferry@nordwire.example',
      versionCreated: '2024-05-14T15:23:00Z',
      infoSources: [{ role: 'sender', name: 'Maren Holt', literal: 'holt@nordwire.example' }],
    });
    expect(identity).toMatchObject({ story: '4711.ferry@nordwire.example', basis: 'declared' });
    expect(text.plain).toBe(copy);
    expect(warnings).toEqual([]);
  });

  it.each([
    ['=?utf-8?Q?F=C3=A4hre=20vor_Inselport?=', 'Fähre vor Inselport'],
    ['=?UTF-8?B?RsOkaHJlIHZvciBJbnNlbHBvcnQ=?=', 'Fähre vor Inselport'],
    ['=?iso-8859-1?q?F=E4hre?= vor =?iso-8859-15?q?Inselport_3_=A4?=', 'Fähre vor Inselport 3 €'],
    ['=?utf-8?B?RsM=?=\r\n =?utf-8?B?pGhyZQ==?=', 'Fähre'],
    ['=?utf-8?Q?One?= =?utf-8?Q?_story?=', 'One story'],
    ['=?koi8-r?B?8MHSz80=?=', 'Паром'],
    ['=?windows-1252?Q?The_ferry\u00E2\u0080\u0099s_end?=', 'The ferry’s end'],
    ['Cr\u00C3\u00AAperie', 'Crêperie'],
    ['=?x-nonsense?Q?Ferry?=', 'Ferry'],
    ['Ferry =? and =?= no word', 'Ferry =? and =?= no word'],
  ])('decodes a header in whatever charset: %j', (raw, wanted) => {
    expect(decodeHeader(raw.replace(/\r\n /g, ' '))).toBe(wanted);
  });

  it('takes marks of answers and forwards off the subject, and hears marks of the wire', async () => {
    const { item, signal } = await one(['Subject: Fwd: RE: CORRECTION: Ferry runs aground'], copy);
    expect(mainHeadline(item)).toBe('CORRECTION: Ferry runs aground');
    expect(signal).toBe('correction');
  });

  it('joins the soft lines of flowed text and leaves the signature out', async () => {
    const { text } = await one(
      [subject, 'Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes'],
      'INSELPORT, May 14 (NordWire) - A ferry ran  \naground off  \nInselport.\n\nNobody was hurt.\n-- \nMaren Holt\n+99 30 555',
    );
    expect(text.plain).toBe('A ferry ran aground off Inselport.\n\nNobody was hurt.');
  });

  it('reads quoted-printable in the charset of its part', async () => {
    const { text } = await one(
      [
        subject,
        'Content-Type: text/plain; charset="Windows-1252"',
        'Content-Transfer-Encoding: quoted-printable',
      ],
      'The ferry=92s captain said =93no=94 =96 and the harbour of=\nfice agreed.',
    );
    expect(text.plain).toBe('The ferry’s captain said “no” – and the harbour office agreed.');
  });

  it('reads base64 and 8-bit text of other scripts', async () => {
    const russian = 'Паром сел на мель у острова, сообщила служба порта.';
    const { text } = await one(
      [subject, 'Content-Type: text/plain; charset=koi8-r', 'Content-Transfer-Encoding: base64'],
      iconv.encode(russian, 'koi8-r').toString('base64'),
    );
    expect(text.plain).toBe(russian);
    const raw = mail([subject, 'Content-Type: text/plain; charset=koi8-r'], '');
    const bytes = Buffer.concat([Buffer.from(raw, 'latin1'), iconv.encode(russian, 'koi8-r')]);
    const { results } = await parseTransmission({ bytes, receivedAt });
    expect(dispatchOf(results).text.plain).toBe(russian);
  });

  const alternative = (html: string, plain = copy): string =>
    `--b1\nContent-Type: text/plain; charset=utf-8\n\n${plain}\n--b1\nContent-Type: text/html; charset=utf-8\n\n${html}\n--b1--\n`;

  it('prefers the alternative with markup, cleaned, and the plain one beside a stub', async () => {
    const type = 'Content-Type: multipart/alternative; boundary="b1"';
    const rich = await one([subject, type], alternative(`<p onclick="x()">${copy}</p><script>x()</script>`));
    expect(rich.item.bodies?.[0]?.value).toBe(`<p>${copy}</p>`);
    const stub = await one([subject, type], alternative('<p>See the text version.</p>'));
    expect(stub.text.plain).toBe(copy);
  });

  it('keeps attachments as associations of the one item', async () => {
    const { item, text } = await one(
      [subject, 'Content-Type: multipart/mixed; boundary=b0'],
      `preamble\n--b0\nContent-Type: multipart/alternative; boundary=b1\n\n${alternative(`<p>${copy}</p>`)}\n--b0\n` +
        `Content-Type: image/jpeg; name="ferry.jpg"\nContent-Disposition: attachment;\n filename*=utf-8''F%C3%A4hre.jpg\nContent-Transfer-Encoding: base64\n\n/9j/4AAQ\n--b0\n` +
        `Content-Type: message/rfc822\n\nSubject: An older mail\n\nold text\n--b0--\nepilogue`,
    );
    expect(text.plain).toBe(copy);
    expect(item.associations).toMatchObject([
      {
        name: 'attachment-1',
        rel: 'picture',
        type: 'picture',
        renditions: [{ contentType: 'image/jpeg', title: 'Fähre.jpg', sizeInBytes: 6 }],
      },
      { name: 'attachment-2', rel: 'attachment', type: 'text', headlines: [{ value: 'An older mail' }] },
    ]);
    expect(JSON.stringify(item)).not.toContain('/9j/4AAQ');
  });

  it('reads the mail inside a mail that says nothing itself', async () => {
    const inner = mail(['Subject: The inner one'], copy).replace('4711', '4712');
    const { item } = await one(
      [subject, 'Content-Type: multipart/mixed; boundary=b0'],
      `--b0\nContent-Type: message/rfc822\n\n${inner}\n--b0--`,
    );
    expect(mainHeadline(item)).toBe('The inner one');
    expect(item.uri).toBe('mid:4712.ferry@nordwire.example');
  });

  it('takes no line of a part without fields for a field', async () => {
    const { text } = await one(
      [subject, 'Content-Type: multipart/mixed; boundary=b0'],
      '--b0\n\nHarbour: closed.\n\nSea: calm.\n--b0--',
    );
    expect(text.plain).toBe('Harbour: closed.\n\nSea: calm.');
  });

  it('reads what is there of a mail that was cut off', async () => {
    const whole = mail(
      [subject, 'Content-Type: multipart/alternative; boundary=b1'],
      alternative(`<p>${copy}</p>`),
    );
    const { text } = dispatchOf(await parse(whole.slice(0, whole.indexOf('--b1--'))));
    expect(text.plain).toBe(copy);
  });

  it('gives one item for each mail of a mailbox and of a digest', async () => {
    const second = mail(['Subject: Prices rise in Oststadt'], copy).replace('4711', '4712');
    const box = [mail([subject], copy), second]
      .map((each) => `From holt@nordwire.example Tue May 14 15:23:00 2024\r\n${each}\r\n\r\n`)
      .join('');
    const digest = mail(
      ['Subject: Digest', 'Content-Type: multipart/digest; boundary=d0'],
      `--d0\n\n${mail([subject], copy)}\n--d0\n\n${second}\n--d0--`,
    );
    for (const source of [box, digest]) {
      const results = await parse(source);
      expect(results.map((result) => (isRefusal(result) ? '' : mainHeadline(result.item)))).toEqual([
        'Ferry runs aground off Inselport',
        'Prices rise in Oststadt',
      ]);
    }
  });

  it('warns of a sender whom the receiving server could not confirm', async () => {
    const { warnings } = await one(
      [
        subject,
        'Authentication-Results: in.example;\r\n spf=pass smtp.mailfrom=x;\r\n dmarc=fail header.from=nordwire.example',
      ],
      copy,
    );
    expect(warnings).toEqual([
      { code: 'sender_not_authenticated', detail: 'the receiving server says dmarc=fail' },
    ]);
  });

  it('refuses receipts and automatic answers', async () => {
    const results = await parse(
      mail(['Subject: Out of office', 'Auto-Submitted: auto-replied'], 'I am away.'),
    );
    expect(outcomes(results)).toEqual(['not_a_dispatch']);
    const report = 'Content-Type: multipart/report; report-type=delivery-status; boundary=b0';
    expect(outcomes(await parse(mail(['Subject: Undelivered', report], '--b0\n\nno\n--b0--')))).toEqual([
      'not_a_dispatch',
    ]);
  });

  it('takes the sender and the date as they are found', async () => {
    const bare = await parse(
      'Subject: Ferry\nFrom: holt@nordwire.example (Maren Holt)\nTo: x@y.example\n\nText.',
    );
    const { item, identity, warnings } = dispatchOf(bare);
    expect(item.infoSources).toEqual([
      { role: 'sender', name: 'Maren Holt', literal: 'holt@nordwire.example' },
    ]);
    expect(identity.basis).toBe('derived');
    expect(warnings.map(({ code }) => code)).toContain('date_inferred');
  });

  it('leaves a press release that opens with labels to the text reader', async () => {
    const { format } = await parseTransmission({
      bytes: new TextEncoder().encode(`From: the harbour office\nTo: all editors\n\n${copy}`),
      receivedAt,
    });
    expect(format).toBe('text');
  });

  it('reads any damage to a mail without a fault of its own', async () => {
    const whole = mail(
      [subject, 'Content-Type: multipart/alternative; boundary=b1'],
      alternative(`<p>${copy}</p>`),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.nat(whole.length),
        fc.nat(whole.length),
        fc.constantFrom('', '\n', '--b1', '=?', '"', '\u0000'),
        async (from, to, put) => {
          const results = await parse(whole.slice(0, from) + put + whole.slice(to));
          expect(outcomes(results)).not.toContain('internal_error');
        },
      ),
      { numRuns: 60 },
    );
  });

  it('takes bounded time for mails that are nested, cut to pieces or without an end', () => {
    let nested = 'text';
    for (let depth = 0; depth < 200; depth++) {
      nested = `Content-Type: multipart/mixed; boundary=b${depth}\n\n--b${depth}\n${nested}\n--b${depth}--\n`;
    }
    const pieces = `Content-Type: multipart/mixed; boundary=b\n\n${'--b\n\nx\n'.repeat(200_000)}`;
    const folded = `Subject: a\n${' b\n'.repeat(200_000)}`;
    const words = `Subject: ${'=?utf-8?Q?'.repeat(50_000)}`;
    const decoded = `Subject: ${'=?utf-8?Q?w=C3=A9?= '.repeat(100_000)}`;
    for (const hostile of [nested, pieces, folded, words, decoded]) {
      expect(
        cpuMilliseconds(() => decodeHeader(readPart(hostile).headers.get('subject') ?? '')),
      ).toBeLessThan(2_000);
    }
  });
});
