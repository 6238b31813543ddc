import { useEffect, useMemo, useRef, type RefObject } from 'react';
import { dayMarks } from '../lib/day-marks.js';
import type { Sort } from '../lib/query-state.js';
import type { WireRow } from '../lib/wire-row.js';
import { lineId, WireLine } from './wire-line.js';

interface Props {
  readonly rows: readonly WireRow[];
  readonly sort: Sort;
  readonly activeId: string | null;
  readonly openId: string | null;
  readonly now: number;
  readonly zone: string;
  readonly more: boolean;
  readonly loadingMore: boolean;
  readonly scrollRef: RefObject<HTMLDivElement | null>;
  readonly listRef: RefObject<HTMLOListElement | null>;
  readonly onOpen: (storyId: string) => void;
  readonly onMore: () => void;
}

/** The rows with their day headings; further pages load when the end comes near. */
export function WireLines(props: Props) {
  const { rows, sort, activeId, openId, now, zone, more, loadingMore, scrollRef, listRef, onOpen, onMore } =
    props;
  const marks = useMemo(() => dayMarks(rows, sort, now, zone), [rows, sort, now, zone]);
  const end = useRef<HTMLDivElement>(null);
  const count = rows.length;

  useEffect(() => {
    if (!more || !end.current) return undefined;
    const watcher = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) onMore();
      },
      { root: scrollRef.current, rootMargin: '600px' },
    );
    watcher.observe(end.current);
    return () => watcher.disconnect();
    // A new page moves the end: watching again tells at once whether it is still in view.
  }, [more, count, onMore, scrollRef]);

  useEffect(() => {
    if (activeId !== null) document.getElementById(lineId(activeId))?.scrollIntoView({ block: 'nearest' });
  }, [activeId]);

  return (
    <div className="scroll" ref={scrollRef}>
      <ol
        ref={listRef}
        className="lines"
        role="listbox"
        aria-label="Wire"
        tabIndex={0}
        aria-activedescendant={activeId === null ? undefined : lineId(activeId)}
      >
        {rows.flatMap((row, index) => {
          const mark = marks.get(index);
          const line = (
            <WireLine
              key={row.storyId}
              row={row}
              active={row.storyId === activeId}
              open={row.storyId === openId}
              now={now}
              zone={zone}
              onOpen={onOpen}
            />
          );
          return mark === undefined
            ? [line]
            : [
                <li key={`day ${mark}`} role="presentation" className="day">
                  {mark}
                </li>,
                line,
              ];
        })}
      </ol>
      <div ref={end} className="list-end">
        {more && (
          <button type="button" className="small" onClick={onMore} disabled={loadingMore}>
            {loadingMore ? 'Loading …' : 'Load more'}
          </button>
        )}
        {!more && count > 0 && <span className="quiet small">That is all.</span>}
      </div>
    </div>
  );
}
