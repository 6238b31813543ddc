import { cleanTree, joinBodies, type CleanBody } from '../../html/index.js';
import { endsSentence, squeezeBlanks, textKey } from '../../text/index.js';
import {
  attr,
  child,
  children,
  descend,
  descendants,
  rawTextOf,
  textOf,
  type XmlElement,
} from '../../xml/index.js';
import { defined } from './defined.js';
import { withFractions } from './nitf-fractions.js';
import { bareText } from './bare-text.js';

/** What the body of an NITF document says, alone or inside an item of another format. */
export interface NitfContent {
  readonly body: CleanBody;
  readonly headline?: string;
  /** Further headlines, in order. */
  readonly subheads: readonly string[];
  readonly byline?: string;
  readonly dateline?: string;
  /** The city of the dateline, else the whole of its location. */
  readonly place?: string;
  readonly abstract?: string;
  /** Notes for editors above and inside the text. */
  readonly notes: readonly string[];
}

/** NITF's names for what HTML has under others; head matter stands in the metadata already. */
const names: Readonly<Record<string, string>> = {
  block: 'div',
  hl1: 'h2',
  hl2: 'h3',
  bq: 'blockquote',
  'nitf-table': 'div',
  'body.content': 'div',
  tagline: 'p',
};
const leftOut = new Set([
  'body.head',
  'body.end',
  'media',
  'head',
  'table-metadata',
  'nitf-table-metadata',
  'bibliography',
]);
/** Elements that may hold a whole text that has no markup of its own. */
const wrappers = new Set(['block', 'p', 'pre']);

/**
 * Reads an `nitf` element, with or without its namespace, head or sections. The abstract is printed above the text,
 * so it opens the body unless the body says the same; a tagline that is a sentence closes it.
 */
export function readNitf(nitf: XmlElement): NitfContent {
  const body = child(nitf, 'body') ?? nitf;
  const head = child(body, 'body.head');
  const content = contentOf(child(body, 'body.content') ?? body);
  const abstractElement = child(head, 'abstract');
  const abstract = abstractElement === undefined ? undefined : cleanTree(abstractElement);
  const end = child(body, 'body.end');
  const tagline = end === undefined ? undefined : clean(end);
  // Initials sign off, sentences tell who else wrote it.
  const closing = tagline !== undefined && endsSentence(tagline.plain) ? tagline : undefined;
  const [headline, ...subheads] = headlinesOf(nitf, head);
  const parts = [abstract, content, closing].flatMap((part) =>
    part === undefined || (part !== content && says(content.plain, part.plain)) ? [] : [part],
  );
  return {
    body: joinBodies(parts),
    subheads,
    notes: notesOf(body),
    ...defined({
      headline,
      byline: bylineOf(head) || undefined,
      dateline: datelineOf(child(head, 'dateline')) || undefined,
      place: placeOf(child(head, 'dateline')) || undefined,
      abstract: abstract?.plain || undefined,
    }),
  };
}

/** Text that some put into the content as it is, as escaped HTML or as lines of a teletype, gets its paragraphs back. */
function contentOf(content: XmlElement): CleanBody {
  const inside = children(content);
  const [only] = inside;
  if (inside.length === 0) return bareText(content) ?? clean(content);
  const wraps = inside.length === 1 && only !== undefined && wrappers.has(only.local);
  const wrapped = wraps && children(only).length === 0 ? bareText(only) : undefined;
  return wrapped ?? clean(content);
}

function clean(content: XmlElement): CleanBody {
  return cleanTree(withFractions(content), {
    rename: ({ local }) => names[local],
    skip: (element) => leftOut.has(element.local) || isForEditors(element),
  });
}

/** `npa`: not for publication. */
function isForEditors(element: XmlElement): boolean {
  return element.local === 'note' && attr(element, 'type') === 'npa';
}

function notesOf(body: XmlElement): string[] {
  const inHead = children(child(body, 'body.head'), 'note');
  const inside = descendants(child(body, 'body.content'), 'note').filter(isForEditors);
  return [...inHead, ...inside].map((note) => clean(note).plain).filter((note) => note !== '');
}

/** The first `hl1`, else what stands in its place; then the others that say something else. */
function headlinesOf(nitf: XmlElement, head: XmlElement | undefined): string[] {
  const hedline = child(head, 'hedline');
  const mains = children(hedline, 'hl1').map(textOf);
  const loose = children(hedline).length === 0 ? textOf(hedline) : '';
  const subs = children(hedline, 'hl2').map(textOf);
  const title = textOf(descend(nitf, 'head', 'title'));
  const main = [...mains, loose, textOf(child(head, 'headline')), title, ...subs].find((text) => text !== '');
  const others = [...mains, ...subs].filter((text) => text !== '' && text !== main);
  return main === undefined ? [] : [main, ...new Set(others)];
}

function says(text: string, part: string): boolean {
  return textKey(text).includes(textKey(part));
}

/** Some write the time stamp of the story into its date: it is none that a reader would see. */
const stamp = /^\s*\d{4}-?\d\d-?\d\d(?:\D.*)?$/s;

function datelineOf(dateline: XmlElement | undefined): string {
  const parts = (dateline?.children ?? []).map((node) => {
    if (typeof node === 'string') return node;
    const text = rawTextOf(node);
    return node.local === 'story.date' && stamp.test(text) ? '' : `${text} `;
  });
  return squeezeBlanks(parts.join(''))
    .replaceAll(/ (?=[,.])/g, '')
    .trim();
}

function placeOf(dateline: XmlElement | undefined): string {
  return textOf(descendants(dateline, 'city')[0]) || textOf(descendants(dateline, 'location')[0]);
}

/** `<byline>By<person>…</person><byttl>…</byttl></byline>`: parts are words of their own. */
function bylineOf(head: XmlElement | undefined): string {
  return children(head, 'byline')
    .map((byline) => {
      const title = new Set(descendants(byline, 'byttl'));
      const parts = byline.children.filter((node) => typeof node === 'string' || !title.has(node));
      return parts.map((node) => (typeof node === 'string' ? node : textOf(node))).join(' ');
    })
    .map((byline) =>
      byline
        .replace(/\s+/g, ' ')
        .replace(/(?<![\s,;])[\s,;]+$/, '')
        .trim(),
    )
    .filter((byline) => byline !== '')
    .join('; ');
}
