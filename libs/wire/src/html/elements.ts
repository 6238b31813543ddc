/** Reads one attribute of the element at hand. */
export type Attributes = (name: string) => string | undefined;

/** What becomes of an element of HTML. Whatever stands in none of these is unwrapped: its text stays, its tag goes. */
export const droppedElements: ReadonlySet<string> = new Set([
  'applet',
  'audio',
  'button',
  'canvas',
  'datalist',
  'embed',
  'frameset',
  'head',
  'iframe',
  'map',
  'noembed',
  'noframes',
  'noscript',
  'object',
  'optgroup',
  'option',
  'script',
  'select',
  'style',
  'svg',
  'template',
  'textarea',
  'title',
  'video',
]);

/** Of these, elements whose content is no markup: the tokenizer reads on to their end tag or the end of the text. */
export const rawTextElements: ReadonlySet<string> = new Set([
  'iframe',
  'noembed',
  'noframes',
  'script',
  'style',
  'textarea',
  'title',
]);

/** Elements whose content is text to the letter: neither markup nor entities. */
export const verbatimElements: ReadonlySet<string> = new Set(['plaintext', 'xmp']);

/** Elements without content or end tag. */
export const voidElements: ReadonlySet<string> = new Set([
  'area',
  'base',
  'basefont',
  'br',
  'col',
  'embed',
  'frame',
  'hr',
  'img',
  'input',
  'keygen',
  'link',
  'meta',
  'param',
  'source',
  'track',
  'wbr',
]);

/** Elements that part the text before them from theirs, and theirs from the text behind them. */
export const boundaryElements: ReadonlySet<string> = new Set([
  'address',
  'article',
  'aside',
  'body',
  'center',
  'dd',
  'details',
  'dialog',
  'dir',
  'div',
  'dl',
  'dt',
  'fieldset',
  'footer',
  'form',
  'header',
  'hgroup',
  'hr',
  'html',
  'legend',
  'listing',
  'main',
  'menu',
  'nav',
  'p',
  'search',
  'section',
  'summary',
]);

/** Headings keep three levels: a page's first belongs to the page, not to the dispatch. */
export const headingLevels: ReadonlyMap<string, 'h2' | 'h3' | 'h4'> = new Map([
  ['h1', 'h2'],
  ['h2', 'h2'],
  ['h3', 'h3'],
  ['h4', 'h4'],
  ['h5', 'h4'],
  ['h6', 'h4'],
]);

/** Inline elements that stay. */
export const markElements: ReadonlySet<string> = new Set(['a', 'b', 'em', 'i', 'strong', 'sub', 'sup']);
