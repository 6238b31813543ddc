import type { MarkedRun } from '../lib/highlight.js';

/** Runs of text, those that matched the search in `mark`. */
export function Marked({ runs }: { runs: readonly MarkedRun[] }) {
  return runs.map((run, index) =>
    run.marked ? <mark key={index}>{run.text}</mark> : <span key={index}>{run.text}</span>,
  );
}
