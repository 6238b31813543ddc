import type { WireRow } from '../lib/wire-row.js';
import { useKeys } from './use-keys.js';

interface Options {
  readonly rows: readonly WireRow[];
  readonly activeId: string | null;
  readonly openId: string | null;
  /** The reading pane follows the marked row when it is open beside the list. */
  readonly follow: boolean;
  readonly setActiveId: (storyId: string | null) => void;
  readonly open: (storyId: string) => void;
  readonly close: () => void;
  readonly refresh: () => void;
  readonly showPending: () => void;
  readonly loadMore: () => void;
  readonly focusSearch: () => void;
  readonly focusList: () => void;
  readonly help: () => void;
}

/** Whether the focus is where arrows and Enter mean the list: on it, or nowhere in particular. */
function isOnList(event: KeyboardEvent): boolean {
  const { target } = event;
  return (
    target === document.body || (target instanceof HTMLElement && target.closest('[role="listbox"]') !== null)
  );
}

/** The keys of the desk; the help dialog lists them. */
export function useDeskKeys(options: Options): void {
  const { rows, activeId, openId, follow } = options;

  const step = (by: number) => {
    if (rows.length === 0) return;
    const at = rows.findIndex((row) => row.storyId === activeId);
    const next = rows[Math.min(Math.max(at + by, 0), rows.length - 1)];
    if (!next) return;
    options.setActiveId(next.storyId);
    if (openId !== null && follow) options.open(next.storyId);
    if (at + by >= rows.length - 5) options.loadMore();
  };
  const onList = (act: () => void) => (event: KeyboardEvent) => {
    if (!isOnList(event)) return false;
    act();
    return true;
  };
  const openActive = () => {
    if (activeId === null) return;
    options.open(activeId);
    // After the pane is there, so that a reader can scroll it with the keys at once.
    window.setTimeout(() => document.getElementById('story-headline')?.focus());
  };

  useKeys({
    j: () => step(1),
    k: () => step(-1),
    ArrowDown: onList(() => step(1)),
    ArrowUp: onList(() => step(-1)),
    Home: onList(() => options.setActiveId(rows[0]?.storyId ?? null)),
    Enter: onList(openActive),
    o: openActive,
    Escape: () => {
      if (openId !== null) options.close();
      else {
        options.setActiveId(null);
        options.focusList();
      }
    },
    '/': () => options.focusSearch(),
    r: () => options.refresh(),
    n: () => options.showPending(),
    '?': () => options.help(),
  });
}
