import { useCallback, useEffect, useReducer, useRef, useState } from 'react';
import { asApiError, isAborted, type ApiError } from '../api/client.js';
import { searchWire } from '../api/search.js';
import type { LinkState } from '../api/stream.js';
import { listKey, passesFilters, streamParams, type QueryState } from '../lib/query-state.js';
import { emptyList, rowsAtMost, wireListReducer, type WireChange, type WireList } from '../lib/wire-list.js';
import { useLatest } from './use-latest.js';
import { useStream } from './use-stream.js';

/** How long an index may lag behind the stream: a first page is looked at again after this. */
const catchUpAfter = 2500;
/** How often at most numbers are renewed while events come in, and rows are asked for while the line is down. */
const lookAgainEvery = 6000;
const lookCheckEvery = 2000;
/** More than these are not shown one by one: the list is loaded anew. */
export const pendingAtMost = 500;

export interface Wire {
  readonly list: WireList;
  readonly loading: boolean;
  readonly loadingMore: boolean;
  readonly error: ApiError | null;
  readonly link: LinkState;
  readonly loadMore: () => void;
  readonly showPending: () => void;
  readonly refresh: () => void;
}

interface Options {
  readonly state: QueryState;
  readonly zone: string;
  /** Whether a new row may be put on top now, without moving what someone reads. */
  readonly mayInsert: () => boolean;
  readonly onSignedOut: () => void;
}

/** The wire for a question: its first page, then what the stream brings, and further pages on demand. */
export function useWire({ state, zone, mayInsert, onSignedOut }: Options): Wire {
  const [list, dispatch] = useReducer(wireListReducer, emptyList);
  const [loading, setLoading] = useState(true);
  const [loadingMore, setLoadingMore] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const [generation, setGeneration] = useState(0);
  const [loadedKey, setLoadedKey] = useState<string | null>(null);
  const askedAt = useRef(Date.now());
  const lookedAt = useRef(0);
  const dirty = useRef(false);
  const more = useRef<AbortController | null>(null);
  const key = listKey(state);
  const latest = useLatest({ state, zone, mayInsert, onSignedOut, list });

  const failed = useCallback(
    (cause: unknown) => {
      if (isAborted(cause)) return;
      const problem = asApiError(cause);
      if (problem.signedOut) latest.current.onSignedOut();
      else setError(problem);
    },
    [latest],
  );

  const refresh = useCallback(() => setGeneration((count) => count + 1), []);

  useEffect(() => {
    const asking = new AbortController();
    more.current?.abort();
    setLoading(true);
    setLoadingMore(false);
    askedAt.current = Date.now();
    const ask = async () => {
      const { state: asked, zone: inZone } = latest.current;
      const page = await searchWire(asked, inZone, askedAt.current, { signal: asking.signal });
      if (asking.signal.aborted) return;
      dispatch({ type: 'loaded', page });
      setError(null);
      setLoadedKey(key);
    };
    ask()
      .catch(failed)
      .finally(() => {
        if (!asking.signal.aborted) setLoading(false);
      });
    return () => asking.abort();
  }, [key, generation, failed, latest]);

  const lookAgain = useCallback(
    async (signal: AbortSignal) => {
      const { state: asked, zone: inZone } = latest.current;
      dirty.current = false;
      lookedAt.current = Date.now();
      const page = await searchWire(asked, inZone, Date.now(), { signal });
      if (signal.aborted) return;
      if (asked.sort === 'new') dispatch({ type: 'caughtUp', page, insert: latest.current.mayInsert() });
      else dispatch({ type: 'counted', page });
    },
    [latest],
  );

  const onChanges = useCallback(
    (changes: readonly WireChange[]) => {
      const now = Date.now();
      const { state: asked, zone: inZone, mayInsert: may } = latest.current;
      dirty.current = true;
      dispatch({
        type: 'changed',
        changes,
        insert: asked.sort === 'new' && may(),
        accepts: (row) => passesFilters(row, asked, now, inZone),
        at: now,
      });
    },
    [latest],
  );

  const ready = loadedKey === key;
  const link = useStream({
    params: streamParams(state, zone).toString(),
    ready,
    onChanges,
    onReset: refresh,
    onRefused: failed,
  });

  useEffect(() => {
    if (!ready) return undefined;
    const looking = new AbortController();
    const look = () => {
      lookAgain(looking.signal).catch((cause: unknown) => {
        if (!isAborted(cause) && asApiError(cause).signedOut) latest.current.onSignedOut();
      });
    };
    const soon = window.setTimeout(look, catchUpAfter);
    const timer = window.setInterval(() => {
      const isDue = Date.now() - lookedAt.current >= lookAgainEvery;
      if (isDue && !document.hidden && (dirty.current || link === 'down')) look();
    }, lookCheckEvery);
    return () => {
      looking.abort();
      window.clearTimeout(soon);
      window.clearInterval(timer);
    };
  }, [ready, generation, link, lookAgain, latest]);

  const tooLong = list.rows.length > rowsAtMost && mayInsert();
  useEffect(() => {
    if (tooLong) refresh();
  }, [tooLong, refresh]);

  const loadMore = useCallback(() => {
    const { list: shown, state: asked, zone: inZone } = latest.current;
    if (shown.cursor === null || (more.current && !more.current.signal.aborted)) return;
    const asking = new AbortController();
    more.current = asking;
    setLoadingMore(true);
    const ask = async () => {
      const page = await searchWire(asked, inZone, askedAt.current, {
        cursor: shown.cursor,
        signal: asking.signal,
      });
      if (!asking.signal.aborted) dispatch({ type: 'appended', page });
    };
    ask()
      .catch(failed)
      .finally(() => {
        if (more.current !== asking) return;
        more.current = null;
        setLoadingMore(false);
      });
  }, [failed, latest]);

  const showPending = useCallback(() => {
    const { list: shown, state: asked } = latest.current;
    if (asked.sort !== 'new' || shown.pending.length > pendingAtMost) refresh();
    else dispatch({ type: 'pendingShown' });
  }, [latest, refresh]);

  return { list, loading, loadingMore, error, link, loadMore, showPending, refresh };
}
