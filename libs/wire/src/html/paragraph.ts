import { squeezeBlanks } from '../text/index.js';
import type { Mark, Run } from './blocks.js';

const blanks = /^[ \n\u00a0]+/;
/** Preformatted text keeps the indent of its first line. */
const blankLines = /^(?:[ \t]*\n)+/;

/** The text at hand: gathered with its marks, blanks squeezed as a browser would, handed over at its end. */
export class Paragraph {
  private runs: Run[] = [];
  private lastCharacter = '';

  /** The last character, `''` for none. */
  get last(): string {
    return this.lastCharacter;
  }

  /** Adds text as it is. */
  append(text: string, marks: readonly Mark[]): void {
    if (text === '') return;
    const run = this.runs.at(-1);
    if (run !== undefined && run.marks === marks) run.text += text;
    else this.runs.push({ text, marks });
    this.lastCharacter = text.at(-1) ?? '';
  }

  /** What of a text is added when runs of blanks count as one, and none count at the beginning of a line. */
  squeezed(text: string): string {
    const squeezed = squeezeBlanks(text);
    const joins = this.lastCharacter === '' || this.lastCharacter === ' ' || this.lastCharacter === '\n';
    return joins && squeezed.startsWith(' ') ? squeezed.slice(1) : squeezed;
  }

  trimEnd(characters: string): void {
    for (let run = this.runs.at(-1); run !== undefined; run = this.runs.at(-1)) {
      let end = run.text.length;
      while (end > 0 && characters.includes(run.text[end - 1] ?? '')) end -= 1;
      run.text = run.text.slice(0, end);
      if (end > 0) break;
      this.runs.pop();
    }
    this.lastCharacter = this.runs.at(-1)?.text.at(-1) ?? '';
  }

  /** Ends the paragraph and gives its runs; undefined when nothing in it can be read. */
  take(preformatted: boolean): Run[] | undefined {
    this.trimStart(preformatted ? blankLines : blanks);
    this.trimEnd(' \t\n\u00a0');
    const { runs } = this;
    this.runs = [];
    this.lastCharacter = '';
    return runs.some((run) => /\S/.test(run.text)) ? runs : undefined;
  }

  private trimStart(leading: RegExp): void {
    while (this.runs[0] !== undefined) {
      this.runs[0].text = this.runs[0].text.replace(leading, '');
      if (this.runs[0].text !== '') return;
      this.runs.shift();
    }
  }
}
