import type { Dateline } from '#contracts';
import type { Profile } from '../../profiles/index.js';
import { datelineOf } from '../../text/index.js';
import type { Picture } from './captions.js';
import { Line } from './line.js';
import type { PageWords } from './page-words.js';
import { isTail } from './tails.js';
import type { Unit } from './units.js';

export interface PageContext {
  readonly profile: Profile;
  readonly words: PageWords;
  readonly receivedAt: Date;
  /** A headline that is known already, from marked lines. */
  readonly headline?: string | undefined;
}

/** The dateline stands within the first lines, page furniture included. */
export const maxHeadLines = 30;

/** Where a dateline was found, and how many characters of its line it takes. */
export interface PlacedDateline {
  readonly dateline: Dateline;
  readonly index: number;
  readonly length: number;
}

/** A text on its way from lines to copy: which lines still may be copy, and what was found in the others. */
export class Page {
  readonly lines: readonly Line[];
  readonly dateline: PlacedDateline | undefined;
  readonly notes: string[] = [];
  readonly summaries: string[] = [];
  readonly pictures: Picture[] = [];
  readonly related: string[] = [];
  /** Lines behind which there is nothing of the article: the next one, the tags, the comments. */
  readonly endings: number[] = [];
  readonly promos: number[] = [];
  /** Menu words, numbers, rules, labels: furniture only on what is a page. */
  readonly weak = new Set<number>();
  byline: string | undefined;
  headlineAt = -1;
  private allSigners: readonly string[] | undefined;
  private readonly gone: boolean[];
  private furniture = 0;

  constructor(
    units: readonly Unit[],
    readonly context: PageContext,
  ) {
    this.lines = units.map((unit) => new Line(unit));
    this.gone = units.map(() => false);
    this.dateline = this.findDateline();
  }

  line(index: number): Line {
    const line = this.lines[index];
    if (line === undefined) throw new RangeError(`no line ${index}`);
    return line;
  }

  /** Whether the text has shown lines that only pages have: rules that could cost copy ask first. */
  get isPage(): boolean {
    return this.furniture > 0;
  }

  /** The lines above the dateline; without one the first lines. */
  get headEnd(): number {
    return this.dateline?.index ?? Math.min(this.lines.length, maxHeadLines);
  }

  /** Whether a line may still be copy; the line of the dateline always is. */
  isCopy(index: number): boolean {
    return this.gone[index] === false && index !== this.headlineAt;
  }

  /** As `isCopy`, the line of the dateline left out. */
  isOpen(index: number): boolean {
    return this.isCopy(index) && index !== this.dateline?.index;
  }

  /** The indices of lines that may be copy, but for the dateline's. */
  openLines(from = 0, to = this.lines.length): number[] {
    const open: number[] = [];
    for (let index = from; index < to; index++) if (this.isOpen(index)) open.push(index);
    return open;
  }

  drop(index: number): void {
    this.gone[index] = true;
  }

  /** Drops a line that only a page has. */
  dropFurniture(index: number): void {
    this.drop(index);
    this.furniture += 1;
  }

  isTail(index: number): boolean {
    return isTail(this.line(index).text, this.signers);
  }

  /** Names under which the copy may be signed. */
  get signers(): readonly string[] {
    this.allSigners ??= [...this.context.profile.agencies, ...(this.dateline?.dateline.agencies ?? [])];
    return this.allSigners;
  }

  /** The first line that opens with a dateline; one that names its agency goes before one that only has a place. */
  private findDateline(): PlacedDateline | undefined {
    const { profile, receivedAt } = this.context;
    let weak: PlacedDateline | undefined;
    for (const [index, line] of this.lines.slice(0, maxHeadLines).entries()) {
      const reading = datelineOf(line.text, profile, receivedAt);
      if (reading === undefined) continue;
      const found = { dateline: reading.dateline, index, length: reading.length };
      if (reading.dateline.agencies.length > 0) return found;
      if (index > 0 || line.isProse) weak ??= found;
    }
    return weak;
  }
}
