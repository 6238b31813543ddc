import type { NinjsRendition } from '#contracts';
import { cleanHtml, cleanTree, looksLikeHtml, type CleanBody } from '../../html/index.js';
import { attr, child, children, descendants, rawTextOf, textOf, type XmlElement } from '../../xml/index.js';
import { uriOf } from '../support/addresses.js';
import { defined, unlessEmpty } from '../support/defined.js';
import { tail } from './codes.js';
import { readWrapped } from '../support/wrapped-text.js';
import { readNitf, type NitfContent } from '../support/nitf-body.js';

/** What the contents of an item hold. */
export interface ContentSet {
  readonly body?: { readonly html?: string; readonly plain: string };
  readonly images: CleanBody['images'];
  readonly nitf?: Omit<NitfContent, 'body'>;
  /** Title of an XHTML document. */
  readonly title?: string;
  readonly wordCount?: number;
  readonly renditions?: NinjsRendition[];
}

type Kind = 'xhtml' | 'nitf' | 'html' | 'text';
interface Candidate {
  readonly kind: Kind;
  readonly element: XmlElement;
  readonly root?: XmlElement;
}

const ranking: readonly Kind[] = ['xhtml', 'nitf', 'html', 'text'];
/** Page furniture that repeats headline, date and topics. */
const furniture = new Set(['header', 'nav', 'footer']);

/**
 * Of several contents the richest that says something (xhtml, nitf, html, text); of several of one kind the first.
 * All remote contents become renditions.
 */
export function readContentSet(item: XmlElement): ContentSet {
  const contents = children(child(item, 'contentSet'));
  const candidates = contents.flatMap((element) => candidateOf(element) ?? []);
  const renditions = renditionsOf(contents);
  for (const kind of ranking) {
    for (const candidate of candidates.filter((one) => one.kind === kind)) {
      const read = readCandidate(candidate);
      if (read.body !== undefined && read.body.plain !== '') return { ...read, ...defined({ renditions }) };
    }
  }
  return { images: [], ...defined({ renditions }) };
}

function candidateOf(element: XmlElement): Candidate | undefined {
  const type = (attr(element, 'contenttype') ?? '').toLowerCase();
  if (element.local === 'inlineXML') {
    const root = children(element)[0];
    if (root === undefined) return rawTextOf(element).trim() === '' ? undefined : { kind: 'html', element };
    if (root.local === 'nitf' || type.includes('nitf'))
      return { kind: 'nitf', element, root: descendants(element, 'nitf')[0] ?? root };
    const isHtml =
      type.includes('html') || ['html', 'body', 'div', 'p', 'section', 'article'].includes(root.local);
    return isHtml ? { kind: 'xhtml', element, root } : undefined;
  }
  if (element.local !== 'inlineData') return undefined;
  return {
    kind: type.includes('html') || (type === '' && looksLikeHtml(rawTextOf(element))) ? 'html' : 'text',
    element,
  };
}

function readCandidate({ kind, element, root }: Candidate): Omit<ContentSet, 'renditions'> {
  const wordCount = countOf(attr(element, 'wordcount'));
  if (kind === 'nitf' && root !== undefined) {
    const { body, ...nitf } = readNitf(root);
    return { body, images: body.images, nitf, ...defined({ wordCount }) };
  }
  if (kind === 'xhtml' && root !== undefined) {
    const written = child(root, 'body') ?? element;
    const body = readWrapped(written) ?? cleanTree(element, { drop: furniture, text: withoutPseudoTags });
    const title = textOf(child(child(root, 'head'), 'title'));
    return { body, images: body.images, ...defined({ wordCount, title: title || undefined }) };
  }
  if (kind === 'text')
    return { body: { plain: rawTextOf(element).trim() }, images: [], ...defined({ wordCount }) };
  const body = cleanHtml(rawTextOf(element), { drop: furniture });
  return { body, images: body.images, ...defined({ wordCount }) };
}

/** Some editors leave their own marks for dashes as escaped tags, `35<endash>-</endash>40`: the dash is meant. */
function withoutPseudoTags(text: string): string {
  return text.includes('</') ? text.replace(/<([a-z]{2,12})>([^<>]{1,3})<\/\1>/g, '$2') : text;
}

function renditionsOf(contents: readonly XmlElement[]): NinjsRendition[] | undefined {
  const names = new Map<string, number>();
  return unlessEmpty(
    contents
      .filter(({ local }) => local === 'remoteContent')
      .map((element, index) => {
        const name = tail(attr(element, 'rendition')) ?? attr(element, 'id') ?? `rendition-${index + 1}`;
        const count = (names.get(name) ?? 0) + 1;
        names.set(name, count);
        return {
          name: count === 1 ? name : `${name}-${count}`,
          ...defined({
            href: uriOf(attr(element, 'href') ?? attr(element, 'residref')),
            contentType: attr(element, 'contenttype'),
            title: textOf(child(element, 'title')) || undefined,
            width: countOf(attr(element, 'width')),
            height: countOf(attr(element, 'height')),
            sizeInBytes: countOf(attr(element, 'size')),
            duration: countOf(attr(element, 'duration')),
            format: attr(element, 'format'),
          }),
        };
      }),
  );
}

function countOf(raw: string | undefined): number | undefined {
  return raw !== undefined && /^\d{1,12}$/.test(raw) ? Number(raw) : undefined;
}
