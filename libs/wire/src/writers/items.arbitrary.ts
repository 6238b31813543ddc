import * as fc from 'fast-check';
import type { Dispatch, NinjsAssociation, NinjsItem } from '#contracts';
import { buildDispatch, type DispatchDraft } from '../dispatch/index.js';
import { formatInstant } from '../dates/index.js';
import { looksLikeHtml } from '../html/index.js';
import { defaultProfile } from '../profiles/index.js';
import type { ReadContext } from '../reader.js';
import { htmlEscape } from '../text/index.js';
import { receivedAt } from './read-back.testing.js';

const context: ReadContext = {
  bytes: new Uint8Array(),
  text: '',
  charset: { name: 'utf-8', basis: 'utf-8', suspect: false },
  contentType: undefined,
  filename: undefined,
  receivedAt,
  profile: defaultProfile(),
};

/** Fragments that break careless writers, among words of several scripts. */
const hostile = [
  '&',
  '<',
  '>',
  ']]>',
  '"',
  "'",
  'R&D',
  '&&',
  '<!--',
  '-->',
  '<?xml?>',
  '\u0000',
  'a\u0000b',
  '\u0007',
  '\u001b',
  '\ud800',
  'x\udfffy',
  '\ufffe',
  '\uffff',
  '\ufeff',
  '\u0085',
  '\u200f',
  '\u202e',
  '\u2028',
  '🦭',
  '\\u0000',
  '{}',
];
const ordinary = [
  'tide',
  'ferry',
  'herring',
  'Häfen',
  'grève',
  'côte',
  'niño',
  '港口',
  'ميناء',
  'порт',
  '42',
  '3.5',
];

/** Any one-line text, the hostile fragments raw. */
export const hostileText = fc
  .array(fc.constantFrom(...hostile, ...ordinary), { minLength: 1, maxLength: 8 })
  .map((words) => words.join(' '));

/** As above, of words that can be read, and that does not look like HTML, which readers of fields take away. */
const line = fc
  .tuple(fc.constantFrom(...ordinary), hostileText, fc.constantFrom(...ordinary))
  .map((words) => words.join(' '))
  .filter((text) => !looksLikeHtml(text) && !/ {2}/.test(visible(text)));

function visible(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\ufeff\ufffe\uffff]/g, '');
}

const marked = fc
  .tuple(fc.constantFrom('em', 'strong', 'b', 'i', 'sub', 'sup'), line)
  .map(([tag, text]) => `<${tag}>${htmlEscape(text)}</${tag}>`);
const link = line.map((text) => `<a href="https://port.example/a?b=1&amp;c=2">${htmlEscape(text)}</a>`);
const inline = fc
  .array(fc.oneof({ weight: 3, arbitrary: line.map(htmlEscape) }, marked, link, fc.constant('<br>')), {
    minLength: 1,
    maxLength: 4,
  })
  .map((parts) => `tide ${parts.join(' ')} ferry`);
const list = fc
  .tuple(fc.constantFrom('ul', 'ol'), fc.array(inline, { minLength: 1, maxLength: 3 }))
  .map(([tag, items]) => `<${tag}>${items.map((item) => `<li>${item}</li>`).join('')}</${tag}>`);
const table = fc
  .array(fc.tuple(inline, inline), { minLength: 1, maxLength: 3 })
  .map(
    (rows) =>
      `<table><caption>tide</caption><thead><tr><th colspan="2">a</th></tr></thead><tbody>${rows
        .map(([one, other]) => `<tr><td>${one}</td><td>${other}</td></tr>`)
        .join('')}</tbody></table>`,
  );
const block = fc.oneof(
  { weight: 4, arbitrary: inline.map((text) => `<p>${text}</p>`) },
  line.map((text) => `<h2>${htmlEscape(text)}</h2>`),
  inline.map((text) => `<blockquote><p>${text}</p></blockquote>`),
  line.map((text) => `<pre>tide   1\n  ${htmlEscape(text)}\nferry  2</pre>`),
  list,
  table,
);
const html = fc.array(block, { minLength: 1, maxLength: 5 }).map((blocks) => blocks.join('\n'));

function instant(from: string, to: string): fc.Arbitrary<string> {
  return fc
    .integer({ min: Date.parse(from) / 1000, max: Date.parse(to) / 1000 })
    .map((seconds) => formatInstant(seconds * 1000));
}
const past = instant('2025-01-01T00:00:00Z', '2025-12-31T23:59:59Z');
const future = instant('2026-03-02T00:00:00Z', '2027-12-31T23:59:59Z');
const key = fc.stringMatching(/^[a-z][a-z0-9]{3,9}$/);

/** Codes of one vocabulary, of IPTC's by QCode, and names alone. */
const concept = fc.oneof(
  line.map((name) => ({ name })),
  fc
    .tuple(line, key)
    .map(([name, code]) => ({ name, literal: code, uri: `https://port.example/topics/${code}` })),
  fc.tuple(line, fc.constantFrom('04000000', '15000000')).map(([name, code]) => ({
    name,
    literal: `medtop:${code}`,
    uri: `http://cv.iptc.org/newscodes/mediatopic/${code}`,
  })),
);
const concepts = fc.uniqueArray(concept, {
  minLength: 1,
  maxLength: 3,
  selector: ({ name }) => visible(name),
});

const picture: fc.Arbitrary<NinjsAssociation> = fc
  .record({
    id: key,
    caption: line,
    width: fc.integer({ min: 10, max: 4_000 }),
    by: fc.constantFrom('A. Nunes', 'M. Holt'),
  })
  .map(({ id, caption, width, by }) => ({
    uri: `https://pictures.example/${id}.jpg`,
    name: id,
    rel: 'picture',
    type: 'picture' as const,
    by,
    descriptions: [{ role: 'caption', value: caption }],
    renditions: [
      {
        name: 'main',
        href: `https://pictures.example/${id}.jpg`,
        contentType: 'image/jpeg',
        width,
        height: 300,
        sizeInBytes: 5_000,
      },
    ],
  }));
const related: fc.Arbitrary<NinjsAssociation> = fc
  .record({ id: key, title: line, version: fc.integer({ min: 1, max: 99 }) })
  .map(({ id, title, version }) => ({
    uri: `urn:newsml:port.example:${id}`,
    name: id,
    rel: 'related',
    type: 'text' as const,
    title,
    version: String(version),
  }));
const associations = fc.uniqueArray(fc.oneof(picture, related), {
  minLength: 1,
  maxLength: 3,
  selector: ({ uri }) => uri,
});

const members = fc.record(
  {
    urgency: fc.integer({ min: 1, max: 9 }),
    language: fc.constantFrom('en', 'de', 'pt-BR', 'ar'),
    subjects: concepts,
    genres: fc.constant([
      { name: 'Current', literal: 'genre:Current', uri: 'http://cv.iptc.org/newscodes/genre/Current' },
    ]),
    by: fc.constantFrom('Maren Holt', 'Ana Núñez', 'Jo Ek & Li Bo'),
    slugline: line,
    located: fc.constantFrom('Inselport', 'Nordsiel', 'São Tiago'),
    edNote: line,
    usageTerms: line,
    copyrightHolder: line,
    copyrightNotice: line,
    contentCreated: past,
    expires: future,
    descriptions: line.map((value) => [{ role: 'summary', value }]),
    renditions: fc.constant([
      {
        name: 'main',
        href: 'https://media.example/1.jpg',
        contentType: 'image/jpeg',
        width: 640,
        height: 480,
      },
    ]),
    associations,
    infoSources: line.map((name) => [{ name, role: 'source' }]),
    altIds: fc.constant([{ role: 'desk', value: 'D 17' }]),
  },
  { requiredKeys: [] },
);

const draft: fc.Arbitrary<DispatchDraft> = fc
  .record({
    id: fc.oneof(
      key.map((id) => `urn:newsml:port.example:${id}`),
      key.map((id) => `https://port.example/${id}?a=1&b=2`),
    ),
    version: fc.option(fc.integer({ min: 1, max: 999 }).map(String), { nil: undefined }),
    created: past,
    first: past,
    status: fc.constantFrom(undefined, 'usable', 'withheld', 'canceled'),
    embargo: fc.option(future, { nil: undefined }),
    headline: line,
    second: fc.option(line, { nil: undefined }),
    html: fc.option(html, { nil: undefined, freq: 9 }),
    members,
  })
  .map(({ id, version, created, first, status, embargo, headline, second, html, members }) => {
    const headlines = [{ role: 'main', value: headline }];
    return {
      format: 'ninjs-3' as const,
      item: {
        ...(members as Partial<NinjsItem>),
        uri: id,
        headlines: second === undefined ? headlines : [...headlines, { role: 'short', value: second }],
      },
      version,
      versionCreatedRaw: created,
      firstCreatedRaw: first,
      pubStatusRaw: status,
      embargoRaw: embargo,
      headlineRaw: headline,
      body: html === undefined ? undefined : { html },
    };
  });

/** Dispatches as `buildDispatch` yields them, of drafts full of hostile text. */
export const dispatches: fc.Arbitrary<Dispatch> = draft.map((found) => buildDispatch(found, context));

/** Items that nobody tidied: whatever a caller may hand to a writer. */
export const untidyItems: fc.Arbitrary<NinjsItem> = fc
  .record({ text: hostileText, other: hostileText, html: fc.oneof(html, hostileText) })
  .map(({ text, other, html }) => ({
    uri: `urn:x:${text}`,
    version: text,
    language: other,
    type: 'text' as const,
    headlines: [{ role: text, value: other }, { value: text }],
    bodies: [{ role: 'main', contentType: 'text/html', value: `${html}<p>${other}` }],
    descriptions: [{ role: other, value: text }],
    subjects: [{ name: text, literal: other, uri: `https://x.example/${text}` }, { name: text }],
    people: [{ name: other }],
    by: text,
    slugline: other,
    located: text,
    edNote: `${text}\r\n${other}`,
    usageTerms: text,
    copyrightHolder: other,
    genres: [{ name: text, literal: other }],
    infoSources: [{ name: text, role: other }],
    altIds: [{ role: text, value: other }],
    renditions: [{ name: text, href: `https://x.example/${other}`, contentType: text, title: other }],
    associations: [
      {
        uri: `https://x.example/${text}`,
        name: other,
        rel: text,
        type: 'picture' as const,
        title: text,
        by: other,
        descriptions: [{ value: text }],
        renditions: [{ name: text, href: `https://x.example/${text}` }],
      },
    ],
  }));
