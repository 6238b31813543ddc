/**
 * What WordPress stores of a text is no finished HTML: paragraphs are blank lines, captions and galleries are
 * shortcodes in square brackets (https://developer.wordpress.org/plugins/shortcodes/). Gives such text its markup.
 */
export function wordpressHtml(content: string): string {
  const text = withoutShortcodes(content.replace(/\r\n?/g, '\n'));
  // The block editor stores finished markup between its comments.
  return text.includes('<!-- wp:') ? text : paragraphed(text);
}

const caption =
  /\[(?:wp_)?caption\b([^\]]{0,1000})\]((?:[^[]|\[(?!\/?(?:wp_)?caption\b)){0,20000})\[\/(?:wp_)?caption\]/g;
const captionAttribute = /\bcaption="([^"]*)"/;
const lastTag = /^([\s\S]*<(?:img|\/a)\b[^<>]*>)([\s\S]*)$/;
const embed = /\[embed\b[^\]]{0,200}\]\s*(https?:\/\/[^\s[\]<>"]{1,2000})\s*\[\/embed\]/g;
const withAttributes =
  /\[[a-z][\w-]{1,40}(?:\s{1,10}[\w-]{1,60}=(?:"[^"]{0,1000}"|'[^']{0,1000}'|[^\s\]"'][^\s\]]{0,400})){1,20}\s{0,10}\/?\]/gi;
const bare = /\[(\/?)([a-z][\w-]{1,40})\s?\/?\]/gi;
/** Shortcodes of WordPress itself, which stand without attributes too. */
const own = new Set(['gallery', 'audio', 'video', 'playlist', 'embed', 'caption', 'wp_caption']);

function withoutShortcodes(text: string): string {
  if (!text.includes('[')) return text;
  const known = new Set(own);
  for (const [, slash, name = ''] of text.matchAll(bare)) if (slash === '/') known.add(name.toLowerCase());
  return text
    .replace(caption, (_, attributes: string, inside: string) => figure(attributes, inside))
    .replace(embed, '\n\n<a href="$1">$1</a>\n\n')
    .replace(withAttributes, '')
    .replace(bare, (whole, _: string, name: string) => (known.has(name.toLowerCase()) ? '' : whole));
}

/** Old captions stand in an attribute, newer ones behind the picture. */
function figure(attributes: string, inside: string): string {
  const old = captionAttribute.exec(attributes)?.[1];
  const [, picture = inside, behind = ''] = lastTag.exec(inside) ?? [];
  return `\n\n<figure>${picture}<figcaption>${old ?? behind}</figcaption></figure>\n\n`;
}

const blockStart =
  /^\s*<\/?(?:p|div|h[1-6]|ul|ol|li|dl|dt|dd|table|thead|tbody|tfoot|tr|td|th|blockquote|pre|figure|figcaption|section|article|aside|header|footer|hr|form|iframe|script|style|address|details|summary)\b/i;

/** Blank lines part paragraphs, single ones are line breaks; markup of blocks and preformatted text stay as they are. */
function paragraphed(text: string): string {
  const opening = /<pre\b/gi;
  const closing = /<\/pre>/gi;
  let html = '';
  let done = 0;
  for (let match = opening.exec(text); match !== null; match = opening.exec(text)) {
    closing.lastIndex = match.index;
    const end = closing.exec(text);
    if (end === null) break;
    html += paragraphs(text.slice(done, match.index)) + text.slice(match.index, closing.lastIndex);
    done = opening.lastIndex = closing.lastIndex;
  }
  return html + paragraphs(text.slice(done));
}

function paragraphs(text: string): string {
  return text
    .split(/\n[ \t]*\n/)
    .filter((block) => block.trim() !== '')
    .map((block) => {
      if (!blockStart.test(block)) return `<p>${broken(block.trim())}</p>`;
      return writtenParagraph.test(block) ? broken(block) : block;
    })
    .join('\n');
}

const writtenParagraph = /^\s*<p\b/i;

/** A line that ends in a tag was broken for the eye of the writer. */
function broken(block: string): string {
  return block.replace(/(?<=[^>\s])[ \t]{0,40}\n/g, '<br>');
}
