import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { cpuMilliseconds } from '../formats/support/cpu.testing.js';
import { parseXml } from '../xml/index.js';
import { cleanHtml } from './clean-html.js';
import { cleanTree } from './clean-tree.js';

const html = (source: string, baseUrl?: string): string => cleanHtml(source, { baseUrl }).html;
const plain = (source: string): string => cleanHtml(source).plain;

describe('cleanHtml', () => {
  it('keeps paragraphs, headings, lists, quotes and their order', () => {
    const body = cleanHtml(
      '<h1>Port</h1><p>One <b>two</b> three</p><ul><li>a<li>b <i>c</i></ul><blockquote>Said</blockquote>',
    );
    expect(body.html).toBe(
      '<h2>Port</h2>\n<p>One <b>two</b> three</p>\n<ul><li>a</li><li>b <i>c</i></li></ul>\n<blockquote><p>Said</p></blockquote>',
    );
    expect(body.plain).toBe('Port\n\nOne two three\n\na\nb c\n\nSaid');
  });

  it('keeps tables with their heads, spans and captions', () => {
    const body = cleanHtml(
      '<table><caption>Results</caption><thead><tr><th colspan="2">Team</th></tr></thead><tr><td>Faro<td>3</table>',
    );
    expect(body.html).toBe(
      '<table><caption>Results</caption><thead><tr><th colspan="2">Team</th></tr></thead><tbody><tr><td>Faro</td><td>3</td></tr></tbody></table>',
    );
    expect(body.plain).toBe('Results\nTeam\nFaro\t3');
  });

  it('keeps the lines of preformatted tables', () => {
    expect(html('<pre>\nFaro   3  1\nLagos 10  0\n</pre>')).toBe('<pre>Faro   3  1\nLagos 10  0</pre>');
  });

  it('lets nothing that runs, frames or posts through', () => {
    const source =
      '<p onclick=x>a</p><a href="JaVaScRiPt:alert(1)">b</a><svg><script>alert(1)</script><text>s</text></svg>' +
      '<iframe srcdoc="<p>x</p>"></iframe><form action=x><input name=y></form><style>p{}</style><img src=x onerror=1>';
    expect(html(source)).toBe('<p>a</p>\n<p>b</p>');
  });

  it.each([
    ['java\nscript:alert(1)'],
    ['\u0001javascript:alert(1)'],
    ['&#106;avascript:alert(1)'],
    ['data:text/html,<script>alert(1)</script>'],
    ['vbscript:x'],
    ['//host.example/x'],
    ['/relative'],
  ])('unlinks %j and keeps its text', (address) => {
    expect(html(`<a href="${address}">text</a>`)).toBe('<p>text</p>');
  });

  it('resolves relative addresses when it knows the base', () => {
    expect(html('<a href="../b?c=1&amp;d=2">x</a>', 'https://faro.example/news/a')).toBe(
      '<p><a href="https://faro.example/b?c=1&amp;d=2">x</a></p>',
    );
  });

  it('decodes entities once', () => {
    expect(plain('<p>A&amp;lt;B &eacute; &#147;q&#148; R&D &nosuch;</p>')).toBe('A&lt;B é “q” R&D &nosuch;');
    expect(html('<p>A&amp;lt;B &lt;b&gt;</p>')).toBe('<p>A&amp;lt;B &lt;b&gt;</p>');
  });

  it('takes pictures and captions out of the text and reports them', () => {
    const body = cleanHtml(
      '<p>Text</p><figure><img src="https://faro.example/p.jpg" alt="Pier"><figcaption>The pier <span class="credit">A. Nunes</span></figcaption></figure>',
    );
    expect(body.plain).toBe('Text');
    expect(body.images).toEqual([
      { src: 'https://faro.example/p.jpg', alt: 'Pier', caption: 'The pier', credit: 'A. Nunes' },
    ]);
  });

  it('gives a caption without a picture back to the text', () => {
    expect(plain('<figure><video></video><figcaption>Spoken words</figcaption></figure><p>Then</p>')).toBe(
      'Spoken words\n\nThen',
    );
  });

  it('parts paragraphs at double line breaks and keeps single ones', () => {
    expect(html('one<br>two<br/><br />three<br>')).toBe('<p>one<br>two</p>\n<p>three</p>');
  });

  it('keeps an address in angle brackets as text', () => {
    expect(plain('<p>Write to <desk@faro.example> or <https://faro.example/x></p>')).toBe(
      'Write to <desk@faro.example> or <https://faro.example/x>',
    );
  });

  it('shows a marked section inside HTML as the text that it is', () => {
    expect(plain('a <![CDATA[b]]> c')).toBe('a <![CDATA[b]]> c');
  });

  it('does not lose the copy behind an element that never ends', () => {
    expect(plain('<p>a</p><svg><p>b</p><noscript><p>c</p>')).toBe('a\n\nb\n\nc');
  });

  it('keeps no-break spaces inside and drops them where they only lay out', () => {
    expect(plain('<p>&nbsp;« Non »&nbsp;</p><p>&nbsp;</p>')).toBe('« Non »');
  });

  it('balances whatever comes, and says the same in HTML and in plain text', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        ...[
          'p',
          'b',
          'i',
          'a',
          'ul',
          'li',
          'table',
          'tr',
          'td',
          'blockquote',
          'pre',
          'h2',
          'div',
          'sub',
          'figure',
        ].flatMap((tag) => [`<${tag}>`, `</${tag}>`]),
        '<br>',
        '<a href="https://a.example/">',
        '<img src="https://a.example/i">',
        '<caption>',
        '<thead>',
        '<q>',
        '<ol>',
        '<th colspan=3>',
        '<script>',
        '</script>',
        '<!--',
        '-->',
        '<',
        '&',
        '&amp;lt;',
        '<figcaption>',
      ),
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.constantFrom('word ', ' two', 'x', '\n', '\u00a0'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const body = cleanHtml(pieces.join(''));
        expect(words(visibleText(body.html))).toBe(words(body.plain));
        expect(body.html).not.toMatch(
          /<(?!\/?(?:p|h2|h3|h4|ul|ol|li|table|caption|thead|tbody|tfoot|tr|td|th|blockquote|pre|a|strong|em|b|i|sub|sup|br)\b)/,
        );
        expect(cleanHtml(body.html)).toMatchObject({ html: body.html, plain: body.plain });
      }),
      { numRuns: 400 },
    );
  });

  it.each([
    ['blockquotes', '<blockquote>'],
    ['lists', '<ul><li>'],
    ['tables', '<table><tr><td>'],
    ['emphasis', '<b><i>'],
    ['links', '<a href="https://a.example/">'],
    ['vector graphics', '<svg>'],
    ['comments', '<!--'],
    ['unknown elements', '<x-y>'],
  ])('reads 100,000 nested %s in bounded time', (_what, opening) => {
    const time = cpuMilliseconds(() => {
      const body = cleanHtml(`<p>before</p>${opening.repeat(100_000)}after`);
      expect(body.plain.startsWith('before')).toBe(true);
      expect(body.html.length).toBeLessThan(5_000_000);
    });
    expect(time).toBeLessThan(4_000);
  });
});

describe('cleanTree', () => {
  it('reads XHTML in the same way, mixed content in order', () => {
    const tree = parseXml(
      '<title xml:base="https://faro.example/a/"><p>a <b>b</b> c <a href="d">e</a> f</p></title>',
    );
    expect(cleanTree(tree)).toMatchObject({
      html: '<p>a <b>b</b> c <a href="https://faro.example/a/d">e</a> f</p>',
      plain: 'a b c e f',
      links: [{ href: 'https://faro.example/a/d', text: 'e' }],
    });
  });
});

/** What a reader of the HTML sees, by the simplest reading of it. */
function visibleText(source: string): string {
  return source
    .replace(/<\/?(?:a|strong|em|b|i|sub|sup)(?: [^>]*)?>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

function words(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
