import { stem } from './analysis/stem.js';
import type { Token } from './analysis/tokenise.js';

/** Distance between the positions of two texts, longer than any text: no phrase reaches over it. */
const gap = 1e9;

/** The words of some texts, ready to be asked for; each of its tables is made at the first question that needs it. */
export class WordIndex {
  private positionTable: Map<string, number[]> | undefined;
  private stemSet: Set<string> | undefined;
  private sortedWords: string[] | undefined;

  constructor(
    private readonly texts: readonly (readonly Token[])[],
    private readonly language: string | undefined,
  ) {}

  /** Whether a word with this stem, in the document's language, is there. */
  hasStem(stemmed: string): boolean {
    return this.stems().has(stemmed);
  }

  /** Whether a folded word that begins so is there. */
  hasPrefix(prefix: string): boolean {
    this.sortedWords ??= [...this.positions().keys()].sort();
    let low = 0;
    let high = this.sortedWords.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.sortedWords[middle] ?? '') < prefix) low = middle + 1;
      else high = middle;
    }
    return this.sortedWords[low]?.startsWith(prefix) ?? false;
  }

  /** Whether these folded words stand next to each other in one text. */
  hasPhrase(words: readonly string[]): boolean {
    const tables = words.map((word) => this.positions().get(word));
    const [first, ...rest] = tables;
    if (first === undefined || rest.includes(undefined)) return false;
    const sets = rest.map((positions) => new Set(positions));
    return first.some((at) => sets.every((set, index) => set.has(at + index + 1)));
  }

  /** The different stems. */
  stems(): ReadonlySet<string> {
    this.stemSet ??= new Set(this.words().map((word) => stem(word, this.language)));
    return this.stemSet;
  }

  /** The different folded words. */
  words(): string[] {
    return [...this.positions().keys()];
  }

  private positions(): Map<string, number[]> {
    if (this.positionTable !== undefined) return this.positionTable;
    const table = new Map<string, number[]>();
    this.texts.forEach((tokens, text) => {
      tokens.forEach(({ folded }, index) => {
        const known = table.get(folded);
        if (known === undefined) table.set(folded, [text * gap + index]);
        else known.push(text * gap + index);
      });
    });
    this.positionTable = table;
    return table;
  }
}
