/** A run of words in a comparison of two versions. */
export interface DiffRun {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** Letters of unchanged text that stay on each side of a change. */
const context = 90;

/** The runs with long unchanged stretches cut to their ends, at words. */
export function shortened(runs: readonly DiffRun[]): DiffRun[] {
  return runs.map((run, index) => {
    if (run.kind !== 'same' || run.text.length <= 2 * context) return run;
    const head = index === 0 ? '' : firstWords(run.text);
    const tail = index === runs.length - 1 ? '' : lastWords(run.text);
    return { ...run, text: `${head} … ${tail}` };
  });
}

function firstWords(text: string): string {
  return text.length <= context ? text : text.slice(0, context).replace(/\s\S*$/, '');
}

function lastWords(text: string): string {
  return text.length <= context ? text : text.slice(-context).replace(/^\S*\s/, '');
}
