import { say } from './output.js';

const barWidth = 30;
const everyMs = 200;
const linesEveryMs = 5_000;

/** A bar on stderr for work of a known size: redrawn at a terminal, a line now and then in a log. */
export class Progress {
  private done = 0;
  private toldAt = 0;
  private readonly startedAt = performance.now();

  constructor(
    private readonly what: string,
    private readonly total: number,
  ) {}

  add(count: number): void {
    this.done += count;
    const now = performance.now();
    if (now - this.toldAt < (process.stderr.isTTY ? everyMs : linesEveryMs)) return;
    this.toldAt = now;
    this.tell();
  }

  /** The last word: what was done in all. */
  end(): void {
    this.tell();
    if (process.stderr.isTTY) process.stderr.write('\n');
  }

  private tell(): void {
    const share = this.total === 0 ? 1 : Math.min(1, this.done / this.total);
    const rate = this.done / Math.max(0.001, (performance.now() - this.startedAt) / 1_000);
    const filled = Math.round(share * barWidth);
    const bar = '#'.repeat(filled).padEnd(barWidth, '.');
    const line = `${this.what} [${bar}] ${this.done}/${this.total} ${Math.round(rate)}/s`;
    if (process.stderr.isTTY) process.stderr.write(`\r${line}\u001b[K`);
    else say(line);
  }
}
