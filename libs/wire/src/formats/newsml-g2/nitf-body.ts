import { cleanTree, type CleanBody } from '../../html/index.js';
import { textKey } from '../../text/index.js';
import { child, children, descend, descendants, textOf, type XmlElement } from '../../xml/index.js';
import { defined } from '../support/defined.js';

/** What an NITF document inside a NewsML-G2 item adds to its metadata. */
export interface NitfContent {
  readonly body: CleanBody;
  readonly headline?: string;
  readonly byline?: string;
  readonly dateline?: string;
  readonly abstract?: string;
}

/** NITF's names for what HTML has under others; head matter stands in the metadata already. */
const names: Readonly<Record<string, string>> = {
  block: 'div',
  hl1: 'h2',
  hl2: 'h3',
  bq: 'blockquote',
  'nitf-table': 'div',
  'body.content': 'div',
};
const leftOut = new Set(['body.head', 'body.end', 'media', 'head', 'table-metadata', 'nitf-table-metadata']);

/**
 * Reads an `nitf` element, with or without its namespace, head or sections. The abstract is printed above the text,
 * so it opens the body unless the body says the same.
 */
export function readNitf(nitf: XmlElement): NitfContent {
  const body = child(nitf, 'body') ?? nitf;
  const head = child(body, 'body.head');
  const content = cleanTree(child(body, 'body.content') ?? body, {
    rename: ({ local }) => names[local],
    skip: ({ local }) => leftOut.has(local),
  });
  const abstractElement = child(head, 'abstract');
  const abstract = abstractElement === undefined ? undefined : cleanTree(abstractElement);
  const headline =
    textOf(descend(head, 'hedline', 'hl1')) ||
    textOf(child(head, 'headline')) ||
    textOf(descend(nitf, 'head', 'title'));
  return {
    body: abstract === undefined || says(content.plain, abstract.plain) ? content : joined(abstract, content),
    ...defined({
      headline: headline || undefined,
      byline: bylineOf(head) || undefined,
      dateline: textOf(child(head, 'dateline')) || undefined,
      abstract: abstract?.plain || undefined,
    }),
  };
}

function says(text: string, part: string): boolean {
  return textKey(text).includes(textKey(part));
}

function joined(one: CleanBody, other: CleanBody): CleanBody {
  return {
    html: [one.html, other.html].filter((part) => part !== '').join('\n'),
    plain: [one.plain, other.plain].filter((part) => part !== '').join('\n\n'),
    links: [...one.links, ...other.links],
    images: [...one.images, ...other.images],
  };
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
        .replace(/[\s,;]+$/, '')
        .trim(),
    )
    .filter((byline) => byline !== '')
    .join('; ');
}
