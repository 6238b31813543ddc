import { z } from 'zod';
import { ProblemError, sha256 } from '#contracts';
import type { SearchReader, SearchRequest } from './search-types.js';

/**
 * Where a page ended: the sort keys of its last hit, the moment of the first page (what is indexed later is not part
 * of this reading), and that page's count. Opaque to clients; a forged one can only move through the same answer.
 */
const cursorContent = z.strictObject({
  v: z.literal(1),
  /** Mark of the question. */
  q: z.string(),
  /** Score (relevance only), time, story. */
  k: z.tuple([z.number().nullable(), z.iso.datetime(), z.uuid()]),
  /** ISO instant, by the clock of the engine that made it. */
  at: z.iso.datetime({ offset: true }),
  n: z.int().min(0),
  r: z.enum(['eq', 'gte']),
});

export interface Cursor {
  readonly key: { readonly score: number | null; readonly sortAt: string; readonly storyId: string };
  readonly openedAt: string;
  readonly total: number;
  readonly totalRelation: 'eq' | 'gte';
}

export function writeCursor(cursor: Cursor, question: string): string {
  const content: z.infer<typeof cursorContent> = {
    v: 1,
    q: question,
    k: [cursor.key.score, cursor.key.sortAt, cursor.key.storyId],
    at: cursor.openedAt,
    n: cursor.total,
    r: cursor.totalRelation,
  };
  return Buffer.from(JSON.stringify(content)).toString('base64url');
}

/** Throws ProblemError `cursor_invalid` for anything but a cursor of this question. */
export function readCursor(text: string, question: string): Cursor {
  const parsed = cursorContent.safeParse(jsonOf(text));
  if (!parsed.success || parsed.data.q !== question) {
    throw new ProblemError(
      'cursor_invalid',
      'The cursor does not belong to this search; begin again without a cursor.',
    );
  }
  const { k, at, n, r } = parsed.data;
  return { key: { score: k[0], sortAt: k[1], storyId: k[2] }, openedAt: at, total: n, totalRelation: r };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    // no JSON is as wrong as any other wrong cursor, and told by the schema
    return undefined;
  }
}

/** What makes two requests pages of one answer: all but the page itself, and the reader's rights. */
export function questionOf(request: SearchRequest, reader: SearchReader): string {
  const { query, filters, view, sort, includeHeld } = request;
  const rights = { ...reader, providers: reader.providers === '*' ? '*' : reader.providers.toSorted() };
  return sha256(
    JSON.stringify([
      query,
      Object.entries(filters).sort(([one], [other]) => (one < other ? -1 : 1)),
      view,
      sort,
      includeHeld,
      rights,
    ]),
  ).slice(0, 20);
}
