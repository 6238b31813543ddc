import { children, type XmlElement } from '../../xml/index.js';

/** Vocabularies that feeds mix in, by the addresses that are in use for them. */
const vocabularies: readonly (readonly [string, RegExp])[] = [
  ['dc', /^https?:\/\/purl\.org\/dc\/elements\/1\.[01]\/?$/i],
  ['dcterms', /^https?:\/\/purl\.org\/dc\/terms\/?$/i],
  ['content', /^https?:\/\/purl\.org\/rss\/1\.0\/modules\/content\/?$/i],
  [
    'media',
    /^https?:\/\/(?:search\.yahoo\.com\/mrss|tools\.search\.yahoo\.com\/mrss|www\.rssboard\.org\/media-rss|video\.search\.yahoo\.com\/mrss)\/?$/i,
  ],
  [
    'prism',
    /^https?:\/\/(?:www\.)?prismstandard\.org\/namespaces\/(?:\d\.\d\/basic|basic\/\d\.\d|prismusagerights\/\d\.\d)\/?$/i,
  ],
  ['itunes', /^https?:\/\/www\.itunes\.com\/dtds\/podcast-1\.0\.dtd$/i],
  ['atom', /^https?:\/\/(?:www\.w3\.org\/2005\/atom|purl\.org\/atom\/ns#?)\/?$/i],
  ['xhtml', /^https?:\/\/www\.w3\.org\/1999\/xhtml\/?$/i],
  ['wp', /^https?:\/\/wordpress\.org\/export\/\d\.\d\/?$/i],
  ['excerpt', /^https?:\/\/wordpress\.org\/export\/\d\.\d\/excerpt\/?$/i],
  ['feedburner', /^https?:\/\/rssnamespace\.org\/feedburner\/ext\/1\.0\/?$/i],
];

/**
 * Name of an element as feeds speak of it: `title` for the feed's own vocabulary, `dc:title` for a known one,
 * `?:title` for any other. A prefix that was never declared is taken at its word.
 */
export function termOf(element: XmlElement, owner: XmlElement): string {
  const local = element.local.toLowerCase();
  if (element.uri === owner.uri && (element.uri !== '' || element.prefix === owner.prefix)) return local;
  if (element.uri === '') return element.prefix === '' ? local : `${element.prefix.toLowerCase()}:${local}`;
  const known = vocabularies.find(([, pattern]) => pattern.test(element.uri));
  return `${known?.[0] ?? '?'}:${local}`;
}

/** The children of an entry or channel by the term that they stand for, in order. */
export class Terms {
  private readonly byTerm = new Map<string, XmlElement[]>();

  constructor(
    readonly element: XmlElement,
    owner: XmlElement = element,
  ) {
    for (const member of children(element)) {
      const term = termOf(member, owner);
      const known = this.byTerm.get(term);
      if (known === undefined) this.byTerm.set(term, [member]);
      else known.push(member);
    }
  }

  /** All elements of these terms; those of the first term come first. */
  all(...terms: string[]): XmlElement[] {
    const found: XmlElement[] = [];
    for (const term of terms) found.push(...(this.byTerm.get(term) ?? []));
    return found;
  }

  /** The first element of the first of these terms that holds anything. */
  first(...terms: string[]): XmlElement | undefined {
    for (const term of terms) {
      for (const element of this.byTerm.get(term) ?? []) if (holdsAnything(element)) return element;
    }
    return undefined;
  }
}

function holdsAnything({ children: nodes }: XmlElement): boolean {
  return nodes.some((node) => typeof node !== 'string' || node.trim() !== '');
}
