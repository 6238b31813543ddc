import { setTimeout as wait } from 'node:timers/promises';
import { errors, type Client } from '@elastic/elasticsearch';
import { RetriableError, WiredeskError } from '#contracts';
import { isPassingStatus, isSearchFault } from './faults.js';

/** One document to write. */
export interface BulkDocument {
  readonly id: string;
  readonly index: string;
  /** External version; without one the document is written over whatever is there. */
  readonly version?: number;
  /** An equal version is written over, too. */
  readonly orEqual?: boolean;
  /** JSON on one line. */
  readonly source: string;
}

/** What became of one document. */
export type BulkOutcome =
  | { readonly outcome: 'indexed' }
  /** The index holds this version or a newer one. */
  | { readonly outcome: 'older' }
  /** Its index is not there any more. */
  | { readonly outcome: 'index_missing' }
  | { readonly outcome: 'refused'; readonly code: string; readonly detail: string };

/** How long a write is tried before the caller is told to come again; waits grow from `firstMs` to `mostMs`. */
export interface BackOff {
  readonly tries: number;
  readonly firstMs: number;
  readonly mostMs: number;
}

export const defaultBackOff: BackOff = { tries: 6, firstMs: 100, mostMs: 2_000 };

const documentsAtMost = 500;
/** UTF-16 units, which are about bytes here. */
const unitsAtMost = 5_000_000;
const requestsAtOnce = 2;
const bulkTimeoutMs = 60_000;

interface ItemAnswer {
  readonly status: number;
  readonly error?: { readonly type: string; readonly reason?: string | null };
}

/**
 * Writes documents in requests of some megabytes, two at a time, and gives one outcome each, in order. What
 * Elasticsearch is too busy for is sent again by itself, after growing waits.
 * Throws RetriableError `search_unavailable` when the waits are used up; writing again is always safe.
 */
export async function writeBulk(
  client: Client,
  documents: Iterable<BulkDocument>,
  backOff: BackOff = defaultBackOff,
): Promise<BulkOutcome[]> {
  const running: Promise<BulkOutcome[]>[] = [];
  for (const chunk of chunks(documents)) {
    running.push(writeChunk(client, chunk, backOff));
    // an error is told by the end, when nothing runs any more
    await Promise.allSettled(running.slice(-requestsAtOnce, -requestsAtOnce + 1));
  }
  await Promise.allSettled(running);
  return (await Promise.all(running)).flat();
}

async function writeChunk(
  client: Client,
  chunk: readonly BulkDocument[],
  backOff: BackOff,
): Promise<BulkOutcome[]> {
  const outcomes: BulkOutcome[] = [];
  let waiting = chunk.map((document, at) => ({ document, at }));
  let cause: unknown;
  for (let attempt = 0; attempt < backOff.tries; attempt += 1) {
    if (attempt > 0) await wait(pause(backOff, attempt));
    const answers = await send(
      client,
      waiting.map(({ document }) => document),
    );
    if (!Array.isArray(answers)) {
      cause = answers.fault;
      continue;
    }
    const again: typeof waiting = [];
    waiting.forEach((entry, place) => {
      const answer = answers[place];
      if (answer === undefined) throw incomplete();
      if (isPassingStatus(answer.status)) {
        cause = new WiredeskError(answer.error?.type ?? 'busy', answer.error?.reason ?? `${answer.status}`);
        again.push(entry);
      } else {
        outcomes[entry.at] = outcomeOf(answer);
      }
    });
    waiting = again;
    if (waiting.length === 0) return outcomes;
  }
  throw new RetriableError('search_unavailable', 'the search index does not take what it is given', {
    retryAfterMs: backOff.mostMs,
    cause,
  });
}

/** The answer to each document, or the fault of the request as a whole, which passes. */
async function send(
  client: Client,
  documents: readonly BulkDocument[],
): Promise<ItemAnswer[] | { fault: unknown }> {
  try {
    const answer = await client.bulk(
      {
        operations: documents.flatMap((document) => [actionOf(document), document.source]),
        filter_path: ['errors', 'items.*.status', 'items.*.error.type', 'items.*.error.reason'],
      },
      { maxRetries: 0, requestTimeout: bulkTimeoutMs },
    );
    return answer.items.map((item) => item.index ?? { status: 0 });
  } catch (error) {
    if (isSearchFault(error)) return { fault: error };
    if (error instanceof errors.ResponseError && error.statusCode === 413) {
      return tooLarge(client, documents);
    }
    throw error;
  }
}

/** A request that is too long as a whole is halved until the document is alone that is. */
async function tooLarge(
  client: Client,
  documents: readonly BulkDocument[],
): Promise<ItemAnswer[] | { fault: unknown }> {
  if (documents.length === 1) {
    return [
      { status: 413, error: { type: 'too_large', reason: 'the document is longer than a request may be' } },
    ];
  }
  const half = documents.length >> 1;
  const first = await send(client, documents.slice(0, half));
  if (!Array.isArray(first)) return first;
  const second = await send(client, documents.slice(half));
  return Array.isArray(second) ? [...first, ...second] : second;
}

function outcomeOf({ status, error }: ItemAnswer): BulkOutcome {
  if (status >= 200 && status < 300) return { outcome: 'indexed' };
  if (status === 409) return { outcome: 'older' };
  if (status === 404) return { outcome: 'index_missing' };
  if (status === 400 || status === 413) {
    return { outcome: 'refused', code: `index_${error?.type ?? status}`, detail: error?.reason ?? '' };
  }
  throw new WiredeskError(
    'index_unexpected',
    `the search index answered ${status} to a document: ${error?.type ?? ''} ${error?.reason ?? ''}`,
  );
}

function incomplete(): WiredeskError {
  return new WiredeskError(
    'index_unexpected',
    'the search index answered for fewer documents than it was given',
  );
}

/** Between half and all of a wait that doubles, so that many writers do not come back at once. */
function pause({ firstMs, mostMs }: BackOff, attempt: number): number {
  const full = Math.min(mostMs, firstMs * 2 ** (attempt - 1));
  return full * (0.5 + Math.random() / 2);
}

function actionOf({ id, index, version, orEqual }: BulkDocument): string {
  const guard = version === undefined ? {} : { version, version_type: orEqual ? 'external_gte' : 'external' };
  return JSON.stringify({ index: { _index: index, _id: id, ...guard } });
}

function* chunks(documents: Iterable<BulkDocument>): Generator<BulkDocument[]> {
  let chunk: BulkDocument[] = [];
  let units = 0;
  for (const document of documents) {
    const size = document.source.length;
    if (chunk.length > 0 && (chunk.length >= documentsAtMost || units + size > unitsAtMost)) {
      yield chunk;
      chunk = [];
      units = 0;
    }
    chunk.push(document);
    units += size;
  }
  if (chunk.length > 0) yield chunk;
}
