import type { NinjsItem } from '#contracts';
import { bodyXhtml } from '../body.js';
import { element, textElement, xmlDocument, type Markup } from '../markup.js';
import type { ItemOptions, ItemWriter, Writable } from '../writer.js';
import { conceptElement, roleCode, roleScheme } from './coded.js';
import { contentMeta } from './content-meta.js';
import { figure, isFigure } from './figures.js';
import { itemMeta, positive } from './item-meta.js';

const namespace = 'http://iptc.org/std/nar/2006-10-01/';
const catalog = 'http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_38.xml';

/**
 * NewsML-G2 2.34, a newsMessage with one newsItem, its text as XHTML: https://iptc.org/std/NewsML-G2/
 *
 * Has no place for, or reads back otherwise: the types component, event and planning; bodies but the main one; versions that are no positive number; relations
 * and creators of concepts; roles with blanks, `:`, `/` or `#`; titles, aspect ratio, codec, frame rate, protocol, scan
 * type and bit rate of renditions; `profile`, `representationType`, encoded or linked rights; of an association all but
 * id, version, type, title and relation, of a picture in the text all but address, first caption and credit. People,
 * organisations, places, events and objects come back among the subjects too. Of the dispatch, sequence, take key and
 * category are left out.
 */
export const newsmlG2Writer: ItemWriter = {
  format: 'newsml-g2',
  contentType: 'application/vnd.iptc.g2.newsmessage+xml',
  extension: 'xml',
  write: (source, options) =>
    xmlDocument(
      element(
        'newsMessage',
        { xmlns: namespace },
        header(source, options),
        element('itemSet', {}, newsItem(source, options)),
      ),
    ),
};

function header({ editorial }: Writable, { sent }: ItemOptions): Markup {
  const priority = /^[1-9]$/.test(editorial?.priority ?? '') ? editorial?.priority : undefined;
  return element('header', {}, element('sent', {}, sent), textElement('priority', priority));
}

function newsItem(source: Writable, options: ItemOptions): Markup {
  const { item } = source;
  return element(
    'newsItem',
    {
      guid: item.uri,
      version: positive(item.version),
      standard: 'NewsML-G2',
      standardversion: '2.34',
      conformance: 'power',
      'xml:lang': item.language,
    },
    element('catalogRef', { href: catalog }),
    element('catalog', {}, element('scheme', roleScheme)),
    rightsInfo(item),
    itemMeta(source, options),
    contentMeta(source),
    contentSet(source),
  );
}

function rightsInfo({ copyrightHolder, copyrightNotice, usageTerms }: NinjsItem): Markup | undefined {
  if (copyrightHolder === undefined && copyrightNotice === undefined && usageTerms === undefined) {
    return undefined;
  }
  return element(
    'rightsInfo',
    {},
    copyrightHolder === undefined ? undefined : conceptElement('copyrightHolder', { name: copyrightHolder }),
    textElement('copyrightNotice', copyrightNotice),
    textElement('usageTerms', usageTerms),
  );
}

function contentSet({ item, editorial }: Writable): Markup | undefined {
  const text = bodyXhtml(item);
  const contents = [
    text === undefined ? undefined : inlineXhtml(item, text, editorial?.wordCount),
    ...(item.renditions ?? []).map(remoteContent),
  ];
  return contents.every((content) => content === undefined)
    ? undefined
    : element('contentSet', {}, ...contents);
}

/** The text stands in an element of its own, so that nobody takes it for teletype copy without markup. */
function inlineXhtml(item: NinjsItem, text: string, wordCount: number | undefined): Markup {
  const figures = (item.associations ?? []).filter((association) => isFigure(association, item)).map(figure);
  return element(
    'inlineXML',
    { contenttype: 'application/xhtml+xml', wordcount: wordCount },
    element(
      'html',
      { xmlns: 'http://www.w3.org/1999/xhtml' },
      element('head', {}, element('title', {}, item.headlines?.[0]?.value ?? '')),
      element('body', {}, element('div', {}, { xml: text }, ...figures)),
    ),
  );
}

function remoteContent(rendition: NonNullable<NinjsItem['renditions']>[number]): Markup {
  const { name, href, contentType, width, height, sizeInBytes, duration, format } = rendition;
  return element('remoteContent', {
    rendition: roleCode(name),
    href,
    contenttype: contentType,
    size: sizeInBytes,
    width,
    height,
    duration,
    format: format !== undefined && /^[^\s:]+:\S+$/.test(format) ? format : undefined,
  });
}
