import type { NinjsAssociation, NinjsItem, NinjsSubject } from '#contracts';
import type { Medium } from '../../formats/rss/media.js';
import { looksLikeHtml } from '../../html/index.js';
import { htmlEscape, paragraphs, textToHtml } from '../../text/index.js';

/** A subject as feeds name it: a term inside a scheme. */
export interface Category {
  readonly label?: string | undefined;
  readonly term: string;
  readonly scheme?: string | undefined;
}

const webAddress = /^https?:\/\/[^/\s]/i;

/** The page of an item: the link among its alternative ids, else its uri when that is a web address. */
export function linkOf({ uri, altIds }: NinjsItem): string | undefined {
  const link = altIds?.find(({ role, value }) => role === 'link' && webAddress.test(value ?? ''))?.value;
  return link ?? (webAddress.test(uri) ? uri : undefined);
}

/** The summary, else the first description. */
export function summaryOf({ descriptions }: NinjsItem): string | undefined {
  return (descriptions?.find(({ role }) => role === 'summary') ?? descriptions?.[0])?.value;
}

/** When an item appeared, and when it changed; a feed that knows neither takes its own time. */
export function datesOf(item: NinjsItem, updated: string): { published: string; updated: string } {
  const changed = item.versionCreated ?? item.firstCreated ?? updated;
  return { published: item.firstCreated ?? changed, updated: changed };
}

export function sourceOf({ infoSources }: NinjsItem): string | undefined {
  return infoSources?.find(({ role }) => role === 'source')?.name;
}

export function categoriesOf({ subjects = [] }: NinjsItem): Category[] {
  return subjects.flatMap((subject) => categoryOf(subject) ?? []);
}

/** A URI is scheme and term in one; the term is what stands behind its last `/`, `#` or `=`. */
function categoryOf({ name, uri, literal }: NinjsSubject): Category | undefined {
  const parts = /^(https?:\/\/.*[/#=])([^/#=]+)$/i.exec(uri ?? '');
  if (parts?.[1] !== undefined && parts[2] !== undefined) {
    return { label: name, term: decoded(parts[2]), scheme: parts[1] };
  }
  const term = literal ?? name ?? uri;
  return term === undefined ? undefined : { label: name, term };
}

function decoded(term: string): string {
  try {
    return decodeURIComponent(term);
  } catch {
    return term;
  }
}

/** Renditions of the item itself, then the media beside it, each by its first address. */
export function mediaOf({ type, renditions = [], associations = [] }: NinjsItem): Medium[] {
  const own = renditions.flatMap((rendition) => mediumOf({ type, renditions: [rendition] }) ?? []);
  return [...own, ...associations.flatMap((association) => mediumOf(association) ?? [])];
}

function mediumOf({
  type,
  renditions,
  descriptions,
  by,
}: Pick<NinjsAssociation, 'type' | 'renditions' | 'descriptions' | 'by'>): Medium | undefined {
  const rendition = renditions?.find(({ href }) => webAddress.test(href ?? ''));
  if (rendition?.href === undefined) return undefined;
  return {
    url: rendition.href,
    kind: type,
    contentType: rendition.contentType,
    size: rendition.sizeInBytes,
    width: rendition.width,
    height: rendition.height,
    duration: rendition.duration,
    caption: (descriptions?.find(({ role }) => role === 'caption') ?? descriptions?.[0])?.value,
    credit: by,
  };
}

/** Media RSS's word for the kind of a medium; undefined for what is neither picture nor sound nor film. */
export function mediumWord(kind: Medium['kind']): 'image' | 'audio' | 'video' | undefined {
  if (kind === 'picture' || kind === 'graphic') return 'image';
  return kind === 'audio' || kind === 'video' ? kind : undefined;
}

/** Text for a field that readers take for HTML when it looks like HTML: then it is written as HTML. */
export function textInHtmlField(text: string): string {
  if (!looksLikeHtml(text)) return text;
  return text.includes('\n') ? textToHtml(paragraphs(text)) : htmlEscape(text);
}
