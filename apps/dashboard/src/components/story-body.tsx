import { useMemo } from 'react';
import { markedWords } from '../lib/highlight.js';
import { paragraphsOf, safeChildren, type SafeNode } from '../lib/safe-html.js';
import type { WireRow } from '../lib/wire-row.js';
import { SafeNodes } from './safe-nodes.js';

interface Props {
  readonly row: WireRow;
  /** The text of the story as the server made it plain, for items whose body is not HTML. */
  readonly plain: string | null;
}

/** The text of a story. HTML is parsed into an inert document and only what the allow-list knows is shown. */
export function StoryBody({ row, plain }: Props) {
  const { item, highlight } = row;
  const nodes = useMemo<readonly SafeNode[]>(() => {
    const body = item?.bodies?.find((candidate) => candidate.role === 'main') ?? item?.bodies?.[0];
    if (!body) return plain === null ? [] : paragraphsOf(plain);
    if (body.contentType?.startsWith('text/plain')) return paragraphsOf(body.value);
    return safeChildren(new DOMParser().parseFromString(body.value, 'text/html').body);
  }, [item, plain]);
  const words = useMemo(
    () => markedWords(highlight ? [highlight.headline ?? '', ...highlight.body] : []),
    [highlight],
  );
  if (nodes.length === 0) return null;
  return (
    <div className="story-body" lang={row.language ?? undefined} dir="auto">
      <SafeNodes nodes={nodes} words={words} />
    </div>
  );
}
