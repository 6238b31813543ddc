import type { Editorial, NinjsItem, Signal } from '#contracts';
import type { DispatchDraft } from '../../dispatch/index.js';
import { cleanHtml, plainLine, plainText } from '../../html/index.js';
import type { ReadContext } from '../../reader.js';
import { WireError } from '../../wire-error.js';
import { datelineField } from '../support/dateline-field.js';
import { defined, unlessEmpty } from '../support/defined.js';
import { instantOf } from '../support/instants.js';
import { iptcSignals } from '../support/iptc-codes.js';
import { isObject, JsonRecord } from '../support/json-record.js';
import { Categories, tailOf } from './categories.js';
import { associations, renditionsOf, typeOf } from './media.js';
import { embargoNote, hasCorrectionNote, notesOf } from './notes.js';

/**
 * What one digitalwires entry says. Nearly every member may be null. The notepad and the box of links are no copy:
 * the notes go to `edNote`, the links to bodies of their own; the infobox is printed below the text and stays there.
 *
 * @throws WireError `item_invalid` | `not_a_dispatch`
 */
export function readEntry(source: unknown, context: ReadContext): DispatchDraft {
  if (!isObject(source)) throw new WireError('item_invalid', 'the entry is no JSON object');
  const entry = new JsonRecord(source);
  const urn = entry.string('urn');
  const headline = entry.string('headline');
  if (urn === undefined && headline === undefined && entry.string('article_html') === undefined) {
    throw new WireError('not_a_dispatch', 'the entry has neither a urn nor a headline nor a text');
  }
  const categories = new Categories(entry);
  const body = bodyOf(entry);
  const byline = lineOf(entry.string('byline'));
  return {
    format: 'dpa-digitalwires',
    item: defined<Partial<NinjsItem>>({
      uri: urn,
      type: typeOf(entry, body !== undefined),
      contentCreated: instantOf(entry.string('content_created'), context),
      urgency: urgencyOf(entry),
      copyrightNotice: textOf(entry.string('copyrightnotice')),
      usageTerms: textOf(entry.string('usageterms')),
      edNote: notesOf(entry),
      by: byline,
      headlines: unlessEmpty(headlinesOf(entry)),
      descriptions: unlessEmpty(descriptionsOf(entry)),
      bodies: unlessEmpty(linksOf(entry)),
      places: unlessEmpty(categories.places()),
      subjects: unlessEmpty(categories.subjects()),
      genres: unlessEmpty(categories.genres()),
      infoSources: unlessEmpty(categories.infoSources()),
      renditions: renditionsOf(entry, urn),
      associations: associations(entry, context),
      altIds: unlessEmpty(altIdsOf(entry)),
    }),
    storyKey: urn,
    version: entry.string('version'),
    versionCreatedRaw: entry.string('version_created', 'updated'),
    embargoRaw: entry.stringOrEmpty('embargoed') ?? embargoNote(entry),
    pubStatusRaw: entry.string('pubstatus') ?? tailOf(categories.code('pubstatus')),
    signal: signalOf(entry, categories),
    signalCodes: signalCodesOf(entry, categories),
    declaredLanguage: entry.string('language'),
    body,
    headlineRaw: headline,
    editorial: defined<Partial<Editorial>>({
      byline,
      dateline: datelineField(entry.string('dateline'), context),
      category: categories.desks(),
      keywords: categories.keywords(),
    }),
  };
}

/** The text, and below it what dpa prints in a box. */
function bodyOf(entry: JsonRecord): DispatchDraft['body'] {
  const html = ['article_html', 'infobox_html'].map((name) => entry.string(name) ?? '').join('\n');
  if (html.trim() === '') return undefined;
  const cleaned = cleanHtml(html);
  return cleaned.plain === '' ? undefined : { html: cleaned.html, plain: cleaned.plain };
}

/** What stands beside the text or is embedded in it, as links: the link box, and posts, films and charts of others. */
function linksOf(entry: JsonRecord): NonNullable<NinjsItem['bodies']> {
  const embedded = [...(entry.string('article_html') ?? '').matchAll(embed)].slice(0, maxEmbeds);
  const embeds = embedded.map(([, src = '']) => `<li><a href="${src}">${src}</a></li>`).join('');
  const found = [
    { role: 'linkbox', html: cleanHtml(entry.string('linkbox_html') ?? '').html },
    { role: 'embeds', html: embeds === '' ? '' : cleanHtml(`<ul>${embeds}</ul>`).html },
  ];
  return found
    .filter(({ html }) => html !== '')
    .map(({ role, html }) => ({ role, contentType: 'text/html', value: html }));
}

const maxEmbeds = 100;
/** `<dnl-twitterembed src="…">`, `<dnl-wgchart src="…">`: dpa's elements for content that lives elsewhere. */
const embed = /<dnl-[a-z]{2,40}\s[^<>]{0,2000}?\bsrc="([^"<>]{1,2048})"/gi;

function headlinesOf(entry: JsonRecord): NonNullable<NinjsItem['headlines']> {
  return ['kicker', 'subhead'].flatMap((role) => {
    const value = lineOf(entry.string(role));
    return value === undefined ? [] : [{ role, value }];
  });
}

function descriptionsOf(entry: JsonRecord): NonNullable<NinjsItem['descriptions']> {
  const teaser = textOf(entry.string('teaser'));
  const others = entry.list('descriptions').flatMap((member) => {
    const record = JsonRecord.of(member);
    const value = textOf(record?.string('description'));
    return value === undefined ? [] : [{ ...defined({ role: tailOf(record?.string('role')) }), value }];
  });
  return [...(teaser === undefined ? [] : [{ role: 'summary', value: teaser }]), ...others];
}

/** The signal of the entry, or the correction that a note of that role speaks of. */
function signalOf(entry: JsonRecord, categories: Categories): Signal | undefined {
  const coded = signalCodesOf(entry, categories).map((code) => iptcSignals[code]);
  return (
    coded.find((signal) => signal === 'correction') ??
    coded.find((signal) => signal !== undefined) ??
    (hasCorrectionNote(entry) ? 'correction' : undefined)
  );
}

function signalCodesOf(entry: JsonRecord, categories: Categories): string[] {
  const own = entry.string('signal');
  return [...new Set([...(own === undefined ? [] : [own.trim()]), ...categories.codes('signal')])];
}

function altIdsOf(entry: JsonRecord): { role: string; value: string }[] {
  const id = entry.string('entry_id');
  return id === undefined ? [] : [{ role: 'entry_id', value: id }];
}

function urgencyOf(entry: JsonRecord): number | undefined {
  const urgency = entry.integer('urgency');
  return urgency !== undefined && urgency >= 1 && urgency <= 9 ? urgency : undefined;
}

function lineOf(text: string | undefined): string | undefined {
  return text === undefined ? undefined : plainLine(text) || undefined;
}

function textOf(text: string | undefined): string | undefined {
  return text === undefined ? undefined : plainText(text) || undefined;
}
