import type { Editorial, NinjsItem, Warning } from '#contracts';
import type { DispatchDraft } from '../../dispatch/index.js';
import { splitId } from '../../profiles/index.js';
import type { ReadContext } from '../../reader.js';
import { attr, child, children, textOf, type XmlElement } from '../../xml/index.js';
import { WireError } from '../../wire-error.js';
import { defined, unlessEmpty } from '../support/defined.js';
import { elementDateline, type Located } from '../support/element-dateline.js';
import { instantOf } from '../support/instants.js';
import { pictures } from '../support/pictures.js';
import { codeOf, nameOf, schemesOf } from './codes.js';
import {
  altIdsOf,
  descriptionsOf,
  genresOf,
  headlinesOf,
  infoSourcesOf,
  keywordsOf,
  languageOf,
  locatedOf,
  subjectsOf,
  urgencyOf,
} from './content-meta.js';
import { readContentSet, type ContentSet } from './content-set.js';
import { blockText, edNotesOf, embargoOf, signalsOf, targetsOf, typeOf } from './item-meta.js';
import { linksOf, membersOf } from './package-members.js';

/** What the message around the items says. */
export interface MessageHeader {
  readonly priority?: string;
}

/**
 * One `newsItem` or `packageItem`. Every part but an id or something to read is optional.
 *
 * @throws WireError `item_invalid` | `item_without_content`
 */
export function readNewsItem(item: XmlElement, header: MessageHeader, context: ReadContext): DispatchDraft {
  const itemMeta = child(item, 'itemMeta');
  const contentMeta = child(item, 'contentMeta');
  const guid = attr(item, 'guid');
  const content = readContentSet(item);
  const members = membersOf(item, context);
  const headlines = headlinesOf(contentMeta);
  const title = textOf(child(itemMeta, 'title')) || undefined;
  const headline = headlines[0]?.value ?? content.nitf?.headline ?? title ?? content.title;
  if (guid === undefined && headline === undefined && content.body === undefined) {
    throw new WireError('item_invalid', `the ${item.local} has neither a guid nor a headline nor a text`);
  }
  const schemes = schemesOf(item);
  const { signal, codes } = signalsOf(itemMeta);
  const located = locatedOf(contentMeta);
  const associations = [...(members ?? []), ...pictures(content.images), ...linksOf(item, context)];
  return {
    format: 'newsml-g2',
    item: defined<Partial<NinjsItem>>({
      uri: guid,
      type: item.local === 'packageItem' ? 'composite' : typeOf(itemMeta),
      contentCreated: instantOf(textOf(child(contentMeta, 'contentCreated')), context),
      expires: instantOf(textOf(child(itemMeta, 'expires')), context),
      urgency: urgencyOf(contentMeta),
      ...rightsOf(item),
      edNote: edNotesOf(itemMeta),
      headlines: unlessEmpty(headlines),
      descriptions: descriptionsOf(contentMeta) ?? abstractOf(content),
      ...subjectsOf(contentMeta, schemes),
      infoSources: infoSourcesOf(itemMeta, contentMeta, schemes),
      title,
      by: textOf(child(contentMeta, 'by')) || content.nitf?.byline,
      slugline: children(contentMeta, 'slugline')
        .map(textOf)
        .find((slug) => slug !== ''),
      located: located.place,
      renditions: content.renditions,
      associations: unlessEmpty(associations),
      altIds: unlessEmpty([...guidBeside(guid, context), ...altIdsOf(contentMeta)]),
      genres: genresOf(contentMeta, schemes),
    }),
    storyKey: guid,
    version: attr(item, 'version'),
    ...datesOf(itemMeta, contentMeta),
    embargoRaw: embargoOf(itemMeta),
    pubStatusRaw: codeOf(child(itemMeta, 'pubStatus')),
    signal,
    signalCodes: codes,
    targets: targetsOf(itemMeta, guid),
    declaredLanguage: languageOf(item, contentMeta),
    body: content.body,
    headlineRaw: headline,
    editorial: editorialOf(
      contentMeta,
      content,
      header,
      located,
      () => writtenAt(itemMeta, context),
      context,
    ),
    warnings: warningsOf(contentMeta),
  };
}

/** The guid as written where the profile reads another story key out of it. */
function guidBeside(guid: string | undefined, { profile }: ReadContext): { role: string; value: string }[] {
  return guid === undefined || splitId(guid, profile).key === guid ? [] : [{ role: 'guid', value: guid }];
}

/** Times of the item; where it has none, those of its content. */
function datesOf(
  itemMeta: XmlElement | undefined,
  contentMeta: XmlElement | undefined,
): Pick<DispatchDraft, 'versionCreatedRaw' | 'firstCreatedRaw'> {
  const version = textOf(child(itemMeta, 'versionCreated')) || undefined;
  const first = textOf(child(itemMeta, 'firstCreated')) || undefined;
  const created = textOf(child(contentMeta, 'contentCreated')) || undefined;
  const modified = textOf(child(contentMeta, 'contentModified')) || undefined;
  return version === undefined
    ? { versionCreatedRaw: modified ?? created ?? first, firstCreatedRaw: first ?? created }
    : { versionCreatedRaw: version, firstCreatedRaw: first };
}

/** Datelines carry no year: it is that of the version, not of a later replay. */
function writtenAt(itemMeta: XmlElement | undefined, context: ReadContext): Date {
  const instant = instantOf(textOf(child(itemMeta, 'versionCreated')), context);
  return instant === undefined ? context.receivedAt : new Date(instant);
}

const bylineBlock = /^By (?:\p{Lu}[\p{L}\p{M}.'’-]*(?:,? (?:and )?|$)){1,8}$/u;

/** A first paragraph that only names the author. */
function bylineInBody(content: ContentSet): string | undefined {
  const first = content.body?.plain.split('\n', 1)[0]?.trim() ?? '';
  return first.length <= 80 && bylineBlock.test(first) ? first : undefined;
}

function editorialOf(
  contentMeta: XmlElement | undefined,
  content: ContentSet,
  header: MessageHeader,
  located: Located,
  written: () => Date,
  context: ReadContext,
): Partial<Editorial> {
  const text = textOf(child(contentMeta, 'dateline')) || content.nitf?.dateline;
  // Some write a time stamp there.
  const isDateline = text !== undefined && !/^\d{4}-\d\d-\d\d/.test(text);
  return defined({
    byline: textOf(child(contentMeta, 'by')) || (bylineInBody(content) ?? content.nitf?.byline),
    priority: header.priority,
    keywords: keywordsOf(contentMeta),
    wordCount: content.wordCount,
    dateline: isDateline ? elementDateline(text, located, written(), context) : undefined,
  });
}

function rightsOf(
  item: XmlElement,
): Pick<Partial<NinjsItem>, 'copyrightHolder' | 'copyrightNotice' | 'usageTerms'> {
  const infos = children(item, 'rightsInfo');
  const texts = (local: string): string | undefined => {
    const found = infos
      .flatMap((info) => children(info, local))
      .map(blockText)
      .filter((text) => text !== '');
    return found.length === 0 ? undefined : [...new Set(found)].join('\n');
  };
  return defined({
    copyrightHolder: infos
      .flatMap((info) => children(info, 'copyrightHolder'))
      .map(nameOf)
      .find((name) => name !== undefined),
    copyrightNotice: texts('copyrightNotice'),
    usageTerms: texts('usageTerms'),
  });
}

function abstractOf(content: ContentSet): NinjsItem['descriptions'] {
  const abstract = content.nitf?.abstract;
  return abstract === undefined ? undefined : [{ role: 'summary', value: abstract }];
}

function warningsOf(contentMeta: XmlElement | undefined): Warning[] {
  const urgency = textOf(child(contentMeta, 'urgency'));
  if (urgency === '' || urgencyOf(contentMeta) !== undefined) return [];
  return [
    { code: 'urgency_out_of_range', detail: `urgency ${JSON.stringify(urgency)} is no number from 1 to 9` },
  ];
}
