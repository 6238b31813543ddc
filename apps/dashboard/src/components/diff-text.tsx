import { shortened, type DiffRun } from '../lib/diff-context.js';

const tags = { same: 'span', added: 'ins', removed: 'del' } as const;

/** A comparison as text: what came in underlined, what went out struck, long stretches of the same cut short. */
export function DiffText({ runs }: { runs: readonly DiffRun[] }) {
  return shortened(runs).map((run, index) => {
    const Tag = tags[run.kind];
    return <Tag key={index}>{run.text}</Tag>;
  });
}
