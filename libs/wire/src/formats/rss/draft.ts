import type { FormatName, NinjsItem, Warning } from '#contracts';
import type { DispatchDraft } from '../../dispatch/index.js';
import { htmlEscape } from '../../text/index.js';
import { WireError } from '../../wire-error.js';
import { uriOf } from '../support/addresses.js';
import { defined, unlessEmpty } from '../support/defined.js';
import { pictures } from '../support/pictures.js';
import type { FeedEntry, FeedFacts } from './entry.js';
import { guidOf } from './identity.js';

const maxAuthors = 50;
const maxCategories = 500;
const maxLink = 2_048;

/**
 * What one entry says as a draft.
 *
 * @throws WireError `item_without_content`
 */
export function draftOf(
  format: FormatName,
  entry: FeedEntry,
  feed: FeedFacts,
  storyKey: string | undefined,
  warnings: readonly Warning[],
): DispatchDraft {
  const { title, body, media, guid } = entry;
  if (
    storyKey === undefined &&
    guid === undefined &&
    title === undefined &&
    body === undefined &&
    media.length === 0
  ) {
    throw new WireError('item_without_content', 'the entry has neither an id nor a title nor a text');
  }
  const authors = entry.authors.slice(0, maxAuthors).join(', ') || undefined;
  const categories = entry.categories.slice(0, maxCategories);
  return {
    format,
    item: defined<Partial<NinjsItem>>({
      type: 'text',
      copyrightNotice: entry.rights,
      descriptions: unlessEmpty(entry.summaries.map((value) => ({ role: 'summary', value }))),
      subjects: unlessEmpty(
        categories.map(({ name, code, scheme }) => ({
          name,
          ...defined({ literal: code === name ? undefined : code, uri: conceptUri(scheme, code ?? name) }),
        })),
      ),
      infoSources: unlessEmpty([
        ...(entry.source === undefined ? [] : [{ name: entry.source, role: 'source' }]),
        ...(feed.title === undefined ? [] : [{ name: feed.title, role: 'feed' }]),
      ]),
      by: authors,
      associations: unlessEmpty(associationsOf(entry)),
      altIds: unlessEmpty(altIdsOf(entry)),
    }),
    storyKey,
    versionCreatedRaw: entry.updated ?? entry.published,
    firstCreatedRaw: entry.published,
    pubStatusRaw: entry.status,
    embargoRaw: entry.embargo,
    declaredLanguage: entry.language,
    body: body === undefined || body.plain === '' ? undefined : { html: body.html, plain: body.plain },
    // Plain text by now: whatever looks like markup in it is meant to be read.
    headlineRaw: title === undefined ? undefined : htmlEscape(title),
    editorial: defined({
      byline: authors,
      category: [...new Set(categories.map(({ name }) => name))],
      keywords: entry.keywords.slice(0, maxCategories),
    }),
    warnings,
  };
}

/** Guid and addresses, each once. */
function altIdsOf(entry: FeedEntry): { role: string; value: string }[] {
  const guid = guidOf(entry);
  const links = [entry.link, ...entry.otherLinks].filter((link) => link !== undefined && link !== guid);
  return [
    ...(guid === undefined ? [] : [{ role: 'guid', value: guid }]),
    ...[...new Set(links)].flatMap((value) => {
      return value === undefined || value.length > maxLink ? [] : [{ role: 'link', value }];
    }),
  ];
}

/** Media of the entry and pictures of its text, each address once. */
function associationsOf({ media, body }: FeedEntry): NonNullable<NinjsItem['associations']> {
  const known = new Set(media.map(({ uri }) => uri));
  return [...media, ...pictures((body?.images ?? []).filter(({ src }) => !known.has(src)))];
}

function conceptUri(scheme: string | undefined, code: string): string | undefined {
  if (scheme === undefined || !/^https?:/i.test(scheme)) return undefined;
  return uriOf(
    /[/#=]$/.test(scheme)
      ? scheme + encodeURIComponent(code.toWellFormed())
      : `${scheme}#${encodeURIComponent(code.toWellFormed())}`,
  );
}
