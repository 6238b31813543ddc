import { foldLine } from '../../text/fold.js';
import { wireLimits } from '../../limits.js';
import { isProse, isTitleLike, wordsIn } from './shape.js';
import type { Unit } from './units.js';

/** A unit of the text with what rules ask of it, each worked out once. */
export class Line {
  private foldedText: string | undefined;
  private count: number | undefined;
  private proseLike: boolean | undefined;
  private titleLike: boolean | undefined;

  constructor(private readonly unit: Unit) {}

  get text(): string {
    return this.unit.text;
  }

  /** Blank lines before it. */
  get gap(): number {
    return this.unit.gap;
  }

  /** The text as rules compare it; of long lines the beginning. */
  get folded(): string {
    this.foldedText ??= foldLine(this.text.slice(0, wireLimits.maxRuleLine));
    return this.foldedText;
  }

  get words(): number {
    this.count ??= wordsIn(this.text);
    return this.count;
  }

  get isProse(): boolean {
    this.proseLike ??= isProse(this.text);
    return this.proseLike;
  }

  get isTitleLike(): boolean {
    this.titleLike ??= isTitleLike(this.text);
    return this.titleLike;
  }
}
