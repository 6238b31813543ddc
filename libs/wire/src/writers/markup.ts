import { cleanControls } from '../charset/index.js';
import { attributeEscape, htmlEscape, unifyLines } from '../text/index.js';

/** Well-formed XML that needs no escaping any more. */
export interface Markup {
  readonly xml: string;
}

/** Strings are text and get escaped. */
export type Content = Markup | string | undefined;
type Attributes = Readonly<Record<string, string | number | undefined>>;

/**
 * An element. Text and attributes lose what XML 1.0 cannot hold and are escaped here and nowhere else; attributes
 * and contents that are undefined are left out.
 */
export function element(name: string, attributes: Attributes, ...contents: readonly Content[]): Markup {
  let tag = `<${name}`;
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value !== undefined) tag += ` ${attribute}="${escapedAttribute(String(value))}"`;
  }
  const inside = contents.filter((content) => content !== undefined);
  if (inside.length === 0) return { xml: `${tag}/>` };
  const isMixed = inside.some((content) => typeof content === 'string');
  const written = inside.map((content) => (typeof content === 'string' ? escapedText(content) : content.xml));
  return {
    xml: isMixed ? `${tag}>${written.join('')}</${name}>` : `${tag}>\n${written.join('\n')}\n</${name}>`,
  };
}

/** An element around a text; undefined when there is no text. */
export function textElement(
  name: string,
  text: string | undefined,
  attributes: Attributes = {},
): Markup | undefined {
  return text === undefined || text === '' ? undefined : element(name, attributes, text);
}

/** A document with its declaration. */
export function xmlDocument(root: Markup, doctype = ''): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${doctype}${root.xml}\n`;
}

function escapedText(text: string): string {
  return htmlEscape(unifyLines(cleanControls(text).text));
}

/** White space that parsers would turn into blanks is written as references. */
function escapedAttribute(text: string): string {
  return attributeEscape(unifyLines(cleanControls(text).text))
    .replaceAll('\n', '&#10;')
    .replaceAll('\t', '&#9;');
}
