import { once } from 'node:events';

/** For people: to stderr, so that stdout stays data. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** One JSON value a line, to stdout; waits for a slow reader. */
export async function printLine(value: unknown): Promise<void> {
  if (!process.stdout.write(`${JSON.stringify(value)}\n`)) await once(process.stdout, 'drain');
}

/** One JSON value for a person to read, to stdout. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`);
}

/** A plain value alone on its line, to stdout: for `$(…)`. */
export function printPlain(value: string): void {
  process.stdout.write(`${value}\n`);
}
