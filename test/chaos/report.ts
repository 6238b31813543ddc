import type { Outcome } from './arena.js';
import { invariantNames } from './invariants.js';

/** What became of one fault: an outcome, or why it could not be run to its end or was left out. */
export interface Row {
  readonly what: string;
  readonly outcome?: Outcome;
  readonly failure?: string;
  readonly skipped?: string;
}

/** Whether everything held. */
export function hasPassed({ outcome }: Row): boolean {
  if (!outcome) return false;
  return outcome.crashes.length === 0 && outcome.verdicts.every(({ faults }) => faults.length === 0);
}

const columns = ['fault', 'accepted', 'per second', ...invariantNames, 'recovered in', 'repeats', 'crashes'];

/** How the table of faults and invariants begins, in Markdown. */
export const tableHead = [lineOf(columns), lineOf(columns.map(() => '---'))].join('\n');

/** One line of the table. */
export function tableLine(row: Row): string {
  return lineOf([row.what, ...cellsOf(row, columns.length - 1)]);
}

function lineOf(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function cellsOf({ outcome, failure, skipped }: Row, width: number): string[] {
  if (!outcome) {
    const word = skipped === undefined ? `failed: ${failure?.split('\n')[0] ?? ''}` : `skipped: ${skipped}`;
    return [word, ...Array.from({ length: width - 1 }, () => '')];
  }
  const { accepted, perSecond, verdicts, recoverySeconds, repeats, crashes } = outcome;
  return [
    String(accepted),
    perSecond.toFixed(0),
    ...invariantNames.map((name) => {
      const verdict = verdicts.find(({ invariant }) => invariant === name);
      return verdict === undefined ? '–' : verdict.faults.length === 0 ? 'holds' : '**broken**';
    }),
    recoverySeconds === undefined ? 'not in time' : `${recoverySeconds.toFixed(1)} s`,
    String(repeats),
    String(crashes.length),
  ];
}
