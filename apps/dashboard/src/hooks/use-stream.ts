import { useEffect, useState } from 'react';
import type { ApiError } from '../api/client.js';
import { openStream, type LinkState } from '../api/stream.js';
import type { WireChange } from '../lib/wire-list.js';

/** Changes are handed on in batches: a busy minute must not render the list for each of them. */
const flushEvery = 200;

interface Options {
  /** Parameters of the stream, as text: another text is another stream. */
  readonly params: string;
  /** The words have been searched without a fault. */
  readonly ready: boolean;
  readonly onChanges: (changes: readonly WireChange[]) => void;
  readonly onReset: () => void;
  readonly onRefused: (error: ApiError) => void;
}

/** Keeps one stream open for the words of the search; all callbacks must be stable. */
export function useStream({ params, ready, onChanges, onReset, onRefused }: Options): LinkState {
  const [link, setLink] = useState<LinkState>('connecting');
  useEffect(() => {
    if (!ready) return undefined;
    let waiting: WireChange[] = [];
    const timer = window.setInterval(() => {
      if (waiting.length === 0) return;
      onChanges(waiting);
      waiting = [];
    }, flushEvery);
    const close = openStream(new URLSearchParams(params), {
      onChange: (change) => void waiting.push(change),
      onReset: () => {
        waiting = [];
        onReset();
      },
      onLink: setLink,
      onRefused,
    });
    return () => {
      close();
      window.clearInterval(timer);
    };
  }, [params, ready, onChanges, onReset, onRefused]);
  return link;
}
