import type { Dateline, NinjsAssociation, NinjsItem, NinjsSubject, Signal } from '#contracts';
import type { DispatchDraft } from '../../dispatch/index.js';
import { cleanTree, plainText, safeMedia, type CleanBody } from '../../html/index.js';
import type { ReadContext } from '../../reader.js';
import { child, children, rawTextOf, textOf, type XmlElement } from '../../xml/index.js';
import { associationIds } from '../support/association-ids.js';
import { subjectUri } from '../support/iptc-codes.js';
import { bareText } from '../support/bare-text.js';
import { defined, unlessEmpty } from '../support/defined.js';
import { pictures } from '../support/pictures.js';

const maxListed = 500;

/**
 * The draft of one `RBNews`. `NewsID` is the story's id and `version` counts its filings; absent values are empty
 * elements marked `nil`. A new story that stands for another names it in `replacedID`.
 */
export function readNews(news: XmlElement, context: ReadContext): DispatchDraft {
  const text = (name: string): string | undefined => textOf(child(news, name)) || undefined;
  const id = text('NewsID');
  const body = bodyOf(child(news, 'content'));
  const headline = text('headline');
  const subtitle = text('subtitle');
  const edNote = plainText(rawTextOf(child(news, 'TilRedaktionen')));
  const source = text('origin')?.replace(/^\/+|(?<!\/)\/+$/g, '');
  const history = text('HistID');
  return {
    format: 'ritzau',
    item: defined<Partial<NinjsItem>>({
      uri: id,
      edNote: edNote === '' ? undefined : edNote,
      headlines: headline === undefined ? undefined : headlinesOf(headline, subtitle),
      descriptions:
        headline === undefined && subtitle !== undefined
          ? [{ role: 'subtitle', value: subtitle }]
          : undefined,
      by: text('byLine'),
      slugline: text('strapline'),
      located: text('town'),
      subjects: subjectsOf(child(news, 'IPTCList')),
      organisations: unlessEmpty(listed(child(news, 'Companies')).map((name) => ({ name }))),
      infoSources: source === undefined || source === '' ? undefined : [{ name: source, role: 'source' }],
      genres: unlessEmpty([text('format')].flatMap((name) => (name === undefined ? [] : [{ name }]))),
      altIds: history === undefined ? undefined : [{ role: 'HistID', value: history }],
      associations: unlessEmpty([
        ...mediaOf(child(news, 'MultimedieList'), id, context),
        ...pictures(body?.images ?? []),
      ]),
    }),
    storyKey: id,
    version: text('version'),
    versionCreatedRaw: text('PublishDate'),
    embargoRaw: ['Embargo', 'EmbargoDate', 'Klausul'].map(text).find((value) => value !== undefined),
    pubStatusRaw: isTrue(text('Annuleret')) ? 'canceled' : undefined,
    signal: signalOf(news),
    revises: text('replacedID') !== undefined || text('Replaces') !== undefined,
    targets: targetsOf([text('replacedID'), text('Replaces')], id),
    body,
    headlineRaw: headline,
    editorial: defined({
      byline: text('byLine'),
      priority: text('Priority'),
      category: [text('section')].filter((section) => section !== undefined),
      keywords: listed(child(news, 'SubjectKeyword')),
      dateline: datelineOf(text('town'), text('origin')),
    }),
  };
}

/** The content is HTML that was escaped once; some send the elements themselves. */
function bodyOf(content: XmlElement | undefined): CleanBody | undefined {
  if (content === undefined) return undefined;
  return children(content).length > 0 ? cleanTree(content) : (bareText(content) ?? cleanTree(content));
}

function headlinesOf(headline: string, subtitle: string | undefined): NinjsItem['headlines'] {
  const main = { role: 'main', value: headline };
  return subtitle === undefined ? [main] : [main, { role: 'sub', value: subtitle }];
}

/** `Korrektion` and `NyVersion` say what a filing is for; a correction weighs more. */
function signalOf(news: XmlElement): Signal | undefined {
  if (isTrue(textOf(child(news, 'Korrektion')))) return 'correction';
  return isTrue(textOf(child(news, 'NyVersion'))) ? 'update' : undefined;
}

function isTrue(value: string | undefined): boolean {
  return /^(?:true|1|ja)$/i.test(value ?? '');
}

/** Town and signature are printed before the text: `Havneby /ritzau/`. */
function datelineOf(town: string | undefined, origin: string | undefined): Dateline | undefined {
  if (town === undefined) return undefined;
  const agencies = (origin ?? '')
    .split('/')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return { text: [town, origin].filter((part) => part !== undefined).join(' '), place: town, agencies };
}

function targetsOf(named: readonly (string | undefined)[], id: string | undefined): string[] {
  return [...new Set(named.filter((target) => target !== undefined && target !== id))] as string[];
}

/** Texts of the entries of a list: its children, each by its name when it has parts. */
function listed(list: XmlElement | undefined): string[] {
  return children(list)
    .slice(0, maxListed)
    .map((entry) => textOf(children(entry).find(({ local }) => /name|navn/i.test(local)) ?? entry))
    .filter((text) => text !== '');
}

function subjectsOf(list: XmlElement | undefined): NinjsSubject[] | undefined {
  return unlessEmpty(
    listed(list).map((entry) => {
      const uri = subjectUri(entry);
      return uri === undefined ? { name: entry } : { literal: entry, uri };
    }),
  );
}

/** Multimedia by the addresses that its entries hold. */
function mediaOf(
  list: XmlElement | undefined,
  parent: string | undefined,
  context: ReadContext,
): NinjsAssociation[] {
  return children(list)
    .slice(0, maxListed)
    .flatMap((entry, index) => {
      const parts = children(entry).length === 0 ? [entry] : children(entry);
      const href = parts.map((part) => safeMedia(textOf(part))).find((address) => address !== undefined);
      if (href === undefined) return [];
      const name = `media-${index + 1}`;
      const caption = parts.find(({ local }) => /caption|billedtekst|description/i.test(local));
      const value = textOf(caption);
      return [
        {
          ...associationIds(href, parent, name, context),
          name,
          rel: 'media',
          renditions: [{ name: 'main', href }],
          ...(value === '' ? {} : { descriptions: [{ role: 'caption', value }] }),
        },
      ];
    });
}
