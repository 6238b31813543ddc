import { describe, expect, it } from '@jest/globals';
import { paragraphsOf, safeChildren, safeHref, type NodeLike, type SafeNode } from './safe-html.js';

type Tree = string | [name: string, attributes: Record<string, string>, ...children: Tree[]];

/** A parsed document as the browser would hand it over. */
function node(tree: Tree): NodeLike {
  if (typeof tree === 'string')
    return { nodeType: 3, nodeName: '#text', nodeValue: tree, textContent: tree, childNodes: [] };
  const [name, attributes, ...children] = tree;
  return {
    nodeType: 1,
    nodeName: name.toUpperCase(),
    nodeValue: null,
    textContent: textOf(tree),
    childNodes: children.map(node),
    getAttribute: (attribute) => attributes[attribute] ?? null,
  };
}
function textOf(tree: Tree): string {
  return typeof tree === 'string'
    ? tree
    : tree
        .slice(2)
        .map((child) => textOf(child as Tree))
        .join('');
}
const safe = (...children: Tree[]) => safeChildren(node(['body', {}, ...children]));
const p = (...children: SafeNode[]): SafeNode => ({ tag: 'p', attributes: {}, children });

describe('the text of a story on the page', () => {
  it('keeps paragraphs, emphasis, quotes and tables', () => {
    expect(
      safe(['p', {}, 'a ', ['em', {}, 'b']], ['table', {}, ['tr', {}, ['td', { colspan: '2' }, 'c']]]),
    ).toEqual([
      p('a ', { tag: 'em', attributes: {}, children: ['b'] }),
      {
        tag: 'table',
        attributes: {},
        children: [
          {
            tag: 'tr',
            attributes: {},
            children: [{ tag: 'td', attributes: { colspan: '2' }, children: ['c'] }],
          },
        ],
      },
    ]);
  });

  it('loses scripts, frames and drawings with everything in them', () => {
    expect(
      safe(
        ['script', {}, 'alert(1)'],
        ['svg', {}, ['script', {}, 'alert(1)']],
        ['iframe', { srcdoc: '<p>x' }],
        ['style', {}, 'p{}'],
      ),
    ).toEqual([]);
  });

  it('loses handlers, styles and classes', () => {
    expect(safe(['p', { onclick: 'alert(1)', style: 'x', class: 'y', id: 'z' }, 'a'])).toEqual([p('a')]);
  });

  it('keeps what an unknown element says', () => {
    expect(safe(['blink', {}, 'a'], ['custom-el', {}, ['p', {}, 'b']])).toEqual(['a', p('b')]);
  });

  it('keeps language and direction of a passage', () => {
    expect(safe(['p', { lang: 'ar', dir: 'rtl' }, 'ا'])).toEqual([
      { tag: 'p', attributes: { lang: 'ar', dir: 'rtl' }, children: ['ا'] },
    ]);
  });

  it('reads loose blocks as paragraphs and the first heading as a second', () => {
    expect(safe(['div', {}, ['div', {}, 'a'], ['p', {}, 'b']], ['h1', {}, 'c'])).toEqual([
      p('a'),
      p('b'),
      { tag: 'h2', attributes: {}, children: ['c'] },
    ]);
  });

  it('links only to the web and to mail, and leaves the words of any other link', () => {
    expect(safe(['a', { href: 'JaVaScRiPt:alert(1)' }, 'b'])).toEqual(['b']);
    expect(safe(['a', { href: 'https://nordwire.example/a' }, 'b'])).toEqual([
      { tag: 'a', attributes: { href: 'https://nordwire.example/a' }, children: ['b'] },
    ]);
    for (const href of [
      ' javascript:alert(1)',
      'java\nscript:alert(1)',
      'data:text/html,x',
      'vbscript:x',
      '/v1/keys',
      '',
    ]) {
      expect(safeHref(href)).toBeNull();
    }
  });

  it('keeps the words of copy that is nested far too deep', () => {
    let deep: Tree = 'x';
    for (let depth = 0; depth < 400; depth++) deep = ['b', {}, deep];
    expect(JSON.stringify(safe(deep))).toContain('["x"]');
  });

  it('shows plain text as paragraphs with its line breaks', () => {
    expect(paragraphsOf('a\nb\n\n c <b> ')).toEqual([
      p('a', { tag: 'br', attributes: {}, children: [] }, 'b'),
      p('c <b>'),
    ]);
  });
});
