import { useCallback, useEffect, useRef, useState } from 'react';
import { asApiError } from '../api/client.js';
import { signOut } from '../api/session.js';
import { useDeskKeys } from '../hooks/use-desk-keys.js';
import { useLatest } from '../hooks/use-latest.js';
import { useMayHold } from '../hooks/use-may-hold.js';
import { useMedia } from '../hooks/use-media.js';
import { useNow } from '../hooks/use-now.js';
import { useQueryState } from '../hooks/use-query-state.js';
import { useStory } from '../hooks/use-story.js';
import { useWire } from '../hooks/use-wire.js';
import { newestOf } from '../lib/open-row.js';
import { filterCount, isNarrowed, type QueryState } from '../lib/query-state.js';
import { browserZone } from '../lib/time.js';
import { EmptyList } from './empty-list.js';
import { Filters } from './filters.js';
import { Help } from './help.js';
import { ListHead } from './list-head.js';
import { Preview } from './preview.js';
import { TopBar } from './top-bar.js';
import { WireLines } from './wire-lines.js';

const zone = browserZone();

/** The whole page for someone signed in: search, filters, the live list and the reading pane. */
export function Desk({ onSignedOut }: { onSignedOut: () => void }) {
  const [state, navigate] = useQueryState();
  const [activeId, setActiveId] = useState<string | null>(state.id);
  const [filtersOpen, setFiltersOpen] = useState(false);
  const [helpOpen, setHelpOpen] = useState(false);
  const wide = useMedia('(min-width: 900px)');
  const now = useNow();
  const mayHold = useMayHold(onSignedOut);
  const searchRef = useRef<HTMLInputElement>(null);
  const scrollRef = useRef<HTMLDivElement>(null);
  const listRef = useRef<HTMLOListElement>(null);

  const latest = useLatest({ state, activeId });
  const mayInsert = useCallback(
    () =>
      latest.current.state.id === null &&
      latest.current.activeId === null &&
      (scrollRef.current?.scrollTop ?? 0) < 8,
    [latest],
  );
  const wire = useWire({ state, zone, mayInsert, onSignedOut });
  const { list } = wire;

  const told = list.known.get(state.id ?? '');
  const listed = told?.row ?? list.rows.find((row) => row.storyId === state.id) ?? null;
  const story = useStory(state.id, listed?.revision ?? 0, onSignedOut);
  const gone = told?.gone ?? false;
  const openRow = state.id === null || gone ? null : newestOf(listed, story.detail?.row ?? null);

  const change = useCallback(
    (next: QueryState) => {
      setActiveId(null);
      navigate(next);
      scrollRef.current?.scrollTo({ top: 0 });
    },
    [navigate],
  );
  const open = useCallback(
    (storyId: string) => {
      const before = latest.current.state;
      setActiveId(storyId);
      // One step back closes the story, however many were read in between.
      navigate({ ...before, id: storyId }, before.id === null ? 'push' : 'replace');
    },
    [latest, navigate],
  );
  const close = useCallback(() => {
    navigate({ ...latest.current.state, id: null }, 'replace');
    listRef.current?.focus({ preventScroll: true });
  }, [latest, navigate]);
  const showPending = useCallback(() => {
    wire.showPending();
    setActiveId(null);
    scrollRef.current?.scrollTo({ top: 0 });
  }, [wire]);

  useDeskKeys({
    rows: list.rows,
    activeId,
    openId: state.id,
    follow: wide,
    setActiveId,
    open,
    close,
    refresh: wire.refresh,
    showPending,
    loadMore: wire.loadMore,
    focusSearch: () => searchRef.current?.focus(),
    focusList: () => listRef.current?.focus({ preventScroll: true }),
    help: () => setHelpOpen(true),
  });

  const leave = () => {
    signOut()
      .catch((cause: unknown) => asApiError(cause))
      .finally(onSignedOut);
  };

  useEffect(() => {
    document.title = list.pending.length === 0 ? 'wiredesk' : `(${list.pending.length}) wiredesk`;
  }, [list.pending.length]);

  const queryError = wire.error?.code === 'query_invalid' ? wire.error : null;
  return (
    <div className="desk" data-open={state.id !== null} data-filters={filtersOpen}>
      <TopBar
        q={state.q}
        faulty={queryError !== null}
        link={wire.link}
        searchRef={searchRef}
        onSearch={(q, settled) => {
          if (q !== state.q)
            change({ ...state, q, sort: q === '' && state.sort === 'relevance' ? 'new' : state.sort });
          else if (settled) wire.refresh();
        }}
        onLeaveSearch={() => listRef.current?.focus({ preventScroll: true })}
        onHelp={() => setHelpOpen(true)}
        onSignOut={leave}
      />
      <nav className="side" aria-label="Filters">
        <Filters state={state} counts={list.counts} zone={zone} mayHold={mayHold} onChange={change} />
      </nav>
      <main className="wire" aria-busy={wire.loading} data-stale={wire.error !== null}>
        <ListHead
          counts={list.counts}
          loading={wire.loading}
          fault={queryError?.message ?? null}
          warnings={state.q.trim() === '' ? [] : list.warnings}
          pending={list.pending.length}
          sort={state.sort}
          hasWords={state.q.trim() !== ''}
          filters={filterCount(state)}
          filtersOpen={filtersOpen}
          onSort={(sort) => change({ ...state, sort })}
          onFilters={() => setFiltersOpen(!filtersOpen)}
          onPending={showPending}
        />
        {list.rows.length === 0 && (
          <EmptyList
            loading={wire.loading}
            error={queryError ? null : wire.error}
            narrowed={isNarrowed(state)}
            onRetry={wire.refresh}
          />
        )}
        <WireLines
          rows={list.rows}
          sort={state.sort}
          activeId={activeId}
          openId={state.id}
          now={now}
          zone={zone}
          more={list.cursor !== null}
          loadingMore={wire.loadingMore}
          scrollRef={scrollRef}
          listRef={listRef}
          onOpen={open}
          onMore={wire.loadMore}
        />
      </main>
      {state.id !== null && (
        <Preview
          row={openRow}
          gone={gone}
          story={story}
          now={now}
          zone={zone}
          onOpen={open}
          onClose={close}
        />
      )}
      <Help open={helpOpen} onClose={() => setHelpOpen(false)} />
    </div>
  );
}
