import { useCallback, useEffect, useState } from 'react';
import { formatQuery, parseQuery, type QueryState } from '../lib/query-state.js';

export type Navigate = (next: QueryState, how?: 'push' | 'replace') => void;

/** The state that the address of the page holds; back and forward of the browser change it. */
export function useQueryState(): [QueryState, Navigate] {
  const [state, setState] = useState(() => parseQuery(window.location.search));
  useEffect(() => {
    const read = () => setState(parseQuery(window.location.search));
    window.addEventListener('popstate', read);
    return () => window.removeEventListener('popstate', read);
  }, []);
  const navigate = useCallback<Navigate>((next, how = 'push') => {
    const address = window.location.pathname + formatQuery(next);
    if (how === 'push') window.history.pushState(null, '', address);
    else window.history.replaceState(null, '', address);
    setState(next);
  }, []);
  return [state, navigate];
}
