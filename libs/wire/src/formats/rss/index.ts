import type { FormatName, ReadResult } from '#contracts';
import { refuse } from '../../dispatch/index.js';
import type { Reader, ReadContext } from '../../reader.js';
import { readXml, rootTagOf, type XmlDocument, type XmlElement } from '../../xml/index.js';
import { mended } from '../support/xml-items.js';
import { readAtomEntry, readAtomFeed } from './atom-entry.js';
import type { FeedEntry, FeedFacts } from './entry.js';
import { readEntries } from './read-entries.js';
import { readChannel, readRssItem } from './rss-entry.js';
import { finishPost, readPost, readSite } from './wordpress-post.js';

type FeedFormat = Extract<FormatName, 'rss' | 'atom' | 'rdf' | 'wxr'>;

/** RSS 0.9x and 2.0 with the modules in use: https://www.rssboard.org/rss-specification */
export const rssReader: Reader = feedReader(
  'rss',
  (root) => root.local === 'rss' || root.local === 'channel',
);

/** Atom 0.3 and 1.0: RFC 4287. */
export const atomReader: Reader = feedReader(
  'atom',
  (root) => root.local === 'feed' || root.local === 'entry',
);

/** RSS 0.90 and 1.0, which are RDF: https://web.resource.org/rss/1.0/spec */
export const rdfReader: Reader = feedReader('rdf', (root) => root.local === 'rdf');

/** Exports of WordPress: RSS 2.0 with the site's own vocabulary. https://developer.wordpress.org/ (WXR 1.0–1.2) */
export const wxrReader: Reader = {
  formats: ['wxr'],
  sniff: (head) => {
    const root = rootTagOf(head);
    const isExport = root !== undefined && (exported.test(root.tag) || head.includes('<wp:wxr_version>'));
    return isExport && root.local.toLowerCase() === 'rss' ? 0.95 : 0;
  },
  read: (context) => readFeed('wxr', context),
};

const exported = /["']https?:\/\/wordpress\.org\/export\/\d/i;

function feedReader(format: FeedFormat, isRoot: (root: { local: string }) => boolean): Reader {
  return {
    formats: [format],
    sniff: (head) => {
      const root = rootTagOf(head);
      return root !== undefined && isRoot({ local: root.local.toLowerCase() }) ? 0.9 : 0;
    },
    read: (context) => readFeed(format, context),
  };
}

function readFeed(format: FeedFormat, context: ReadContext): ReadResult[] {
  const document = readXml(context.text, { lenient: true });
  return document.roots.flatMap((root) => readRoot(format, root, document, context));
}

function readRoot(
  format: FeedFormat,
  root: XmlElement,
  document: XmlDocument,
  context: ReadContext,
): ReadResult[] {
  const feed = factsOf(format, root);
  const site = format === 'wxr' ? readSite(channelOf(root)) : undefined;
  return readEntries(
    {
      format,
      feed,
      entries: entriesOf(format, root),
      warnings: mended(document),
      read: (element) => (site ? readPost(element, feed, site) : readEntry(format, element, feed)),
      finish: (draft, element) => (site ? finishPost(draft, element) : draft),
      refusal: (element) =>
        document.unclosed.has(element)
          ? refuse('xml_malformed', 'the document ends inside this entry', format)
          : undefined,
    },
    context,
  );
}

function readEntry(format: FeedFormat, element: XmlElement, feed: FeedFacts): FeedEntry {
  return format === 'atom' ? readAtomEntry(element, feed) : readRssItem(element, feed);
}

/** The entries in the order of the document, wherever lenient or odd feeds put them: in the channel or beside it. */
function entriesOf(format: FeedFormat, root: XmlElement): XmlElement[] {
  const wanted = format === 'atom' ? 'entry' : 'item';
  const found: XmlElement[] = [];
  const visit = (parent: XmlElement, depth: number): void => {
    for (const node of parent.children) {
      if (typeof node === 'string') continue;
      if (node.local.toLowerCase() === wanted) found.push(node);
      else if (depth < 3) visit(node, depth + 1);
    }
  };
  if (root.local.toLowerCase() === wanted) found.push(root);
  else visit(root, 0);
  return found;
}

function factsOf(format: FeedFormat, root: XmlElement): FeedFacts {
  if (format === 'atom') return readAtomFeed(root);
  return readChannel(channelOf(root), root);
}

function channelOf(root: XmlElement): XmlElement | undefined {
  if (root.local.toLowerCase() === 'channel') return root;
  return root.children.find((node): node is XmlElement => {
    return typeof node !== 'string' && node.local.toLowerCase() === 'channel';
  });
}
