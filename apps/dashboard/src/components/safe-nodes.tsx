import { createElement, Fragment, type ReactNode } from 'react';
import { markWords } from '../lib/highlight.js';
import type { SafeNode } from '../lib/safe-html.js';
import { Marked } from './marked.js';

const reactNames: Record<string, string> = { colspan: 'colSpan', rowspan: 'rowSpan', datetime: 'dateTime' };

function propsOf(tag: string, attributes: Readonly<Record<string, string>>): Record<string, unknown> {
  const props: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(attributes)) props[reactNames[name] ?? name] = value;
  if (tag === 'a') Object.assign(props, { target: '_blank', rel: 'noopener noreferrer nofollow' });
  return props;
}

/** Nodes of the allow-list as React elements, the words of the search marked. */
export function SafeNodes({ nodes, words }: { nodes: readonly SafeNode[]; words: ReadonlySet<string> }) {
  return nodes.map((node, index): ReactNode => {
    if (typeof node === 'string') {
      return (
        <Fragment key={index}>{words.size === 0 ? node : <Marked runs={markWords(node, words)} />}</Fragment>
      );
    }
    const props = { ...propsOf(node.tag, node.attributes), key: index };
    return node.children.length === 0
      ? createElement(node.tag, props)
      : createElement(node.tag, props, <SafeNodes nodes={node.children} words={words} />);
  });
}
