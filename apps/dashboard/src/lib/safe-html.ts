/** The few members of a DOM node that the walk needs, so that it can be tested without a browser. */
export interface NodeLike {
  readonly nodeType: number;
  readonly nodeName: string;
  readonly nodeValue: string | null;
  readonly textContent: string | null;
  readonly childNodes: ArrayLike<NodeLike>;
  getAttribute?(name: string): string | null;
}

/** What may be shown: text, or an element of the allow-list with the attributes of the allow-list. */
export type SafeNode =
  | string
  | {
      readonly tag: string;
      readonly attributes: Readonly<Record<string, string>>;
      readonly children: readonly SafeNode[];
    };

const elementNode = 1;
const textNode = 3;
const deepest = 60;

const allowed = new Set(
  (
    'p br h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote q cite b strong i em u s del ins sub sup small mark code pre hr ' +
    'table caption thead tbody tfoot tr th td a abbr time figure figcaption'
  ).split(' '),
);
/** Left out with everything in them. What is in neither list is left out, and its children stay. */
const dropped = new Set(
  (
    'script style iframe object embed applet template svg math noscript title head textarea select option button ' +
    'input audio video canvas frame frameset noembed noframes plaintext xmp base link meta'
  ).split(' '),
);
const blocks = new Set([
  'div',
  'section',
  'article',
  'aside',
  'header',
  'footer',
  'main',
  'address',
  'center',
]);
const blockChild =
  /^(?:p|h[1-6]|ul|ol|dl|table|blockquote|pre|figure|hr|div|section|article|aside|header|footer|main)$/;

/** A link that a reader may follow: absolute and http, https or mailto; anything else is null. */
export function safeHref(href: string | null | undefined): string | null {
  if (href === null || href === undefined) return null;
  try {
    const url = new URL(href.trim());
    return ['http:', 'https:', 'mailto:'].includes(url.protocol) ? url.href : null;
  } catch {
    // Relative or broken: relative to what is unknown here, so it is not a link.
    return null;
  }
}

function safeAttributes(tag: string, node: NodeLike): Record<string, string> {
  const attributes: Record<string, string> = {};
  const read = (name: string) => node.getAttribute?.(name) ?? null;
  const keep = (name: string, form: RegExp) => {
    const value = read(name);
    if (value !== null && form.test(value)) attributes[name] = value;
  };
  keep('lang', /^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/i);
  keep('dir', /^(?:ltr|rtl|auto)$/);
  if (tag === 'a') {
    const href = safeHref(read('href'));
    if (href !== null) attributes['href'] = href;
  }
  if (tag === 'td' || tag === 'th') {
    keep('colspan', /^[1-9]\d?$/);
    keep('rowspan', /^[1-9]\d?$/);
  }
  if (tag === 'abbr') keep('title', /^/);
  if (tag === 'time') keep('datetime', /^[-\d:TZ.+ ]{4,40}$/);
  return attributes;
}

/**
 * The safe part of a parsed body: the page's own allow-list behind the server's. Attributes other than language,
 * direction, link target and table spans are dropped; headings start at level 2 because the headline is level 1.
 */
export function safeChildren(parent: NodeLike, depth = 0): SafeNode[] {
  const safe: SafeNode[] = [];
  for (const node of Array.from(parent.childNodes)) {
    if (node.nodeType === textNode) {
      if (node.nodeValue) safe.push(node.nodeValue);
    } else if (node.nodeType === elementNode) {
      safe.push(...(depth < deepest ? safeElement(node, depth) : textOf(node)));
    }
  }
  return safe;
}

/** Nobody writes copy nested this deep; its words are kept and its structure is not. */
function textOf(node: NodeLike): SafeNode[] {
  return node.textContent ? [node.textContent] : [];
}

function safeElement(node: NodeLike, depth: number): SafeNode[] {
  const name = node.nodeName.toLowerCase();
  if (dropped.has(name)) return [];
  const children = safeChildren(node, depth + 1);
  if (blocks.has(name)) return holdsBlocks(node) ? children : [{ tag: 'p', attributes: {}, children }];
  const tag = name === 'h1' ? 'h2' : name;
  if (!allowed.has(tag)) return children;
  const attributes = safeAttributes(tag, node);
  if (tag === 'a' && attributes['href'] === undefined) return children;
  return [{ tag, attributes, children: tag === 'br' || tag === 'hr' ? [] : children }];
}

function holdsBlocks(node: NodeLike): boolean {
  return Array.from(node.childNodes).some((child) => blockChild.test(child.nodeName.toLowerCase()));
}

/** Plain text as paragraphs: a blank line parts them, a single line break stays one. */
export function paragraphsOf(plain: string): SafeNode[] {
  return plain
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '')
    .map((paragraph) => ({
      tag: 'p',
      attributes: {},
      children: paragraph
        .split('\n')
        .flatMap<SafeNode>((line, index) =>
          index === 0 ? [line] : [{ tag: 'br', attributes: {}, children: [] }, line],
        ),
    }));
}
