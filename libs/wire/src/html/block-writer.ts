import { cleanCharacters, faultyCharacter } from '../xml/character-references.js';
import {
  isEmpty,
  type Block,
  type ListBlock,
  type Mark,
  type Run,
  type TableBlock,
  type TableCell,
  type TableRow,
  type TextBlock,
} from './blocks.js';
import { boundaryElements, droppedElements, headingLevels, markElements, voidElements } from './elements.js';
import { FigureReader, type FoundImage } from './figures.js';
import { safeLink } from './safe-link.js';

/** Reads one attribute of the element at hand. */
export type Attributes = (name: string) => string | undefined;

export interface FoundLink {
  readonly href: string;
  text: string;
}

/** Deeper lists, quotes and tables are no writing: their text joins the level above. */
const maxNesting = 40;
/** From this many blocks on, marks end with their block: no input can make the output many times its size. */
const maxMarkedBlocks = 5_000;
const maxLinks = 1_000;
const maxLinkText = 300;
const maxSpan = 100;

const blanks = /^[ \n\u00a0]+/;
/** Preformatted text keeps the indent of its first line. */
const blankLines = /^(?:[ \t]*\n)+/;

type Frame =
  | { readonly tag: 'root' | 'blockquote' | 'li' | 'td' | 'th' | 'caption'; readonly blocks: Block[] }
  | { readonly tag: 'ul' | 'ol'; readonly list: ListBlock }
  | { readonly tag: 'table'; readonly table: TableBlock; section: TableRow['section'] }
  | { readonly tag: 'tr'; readonly row: TableRow };

/**
 * Takes the events of any markup (HTML, XHTML, NITF) and keeps what an allow-list knows, as blocks. Nothing that
 * comes in can unbalance what goes out: output is written from the blocks, never from the events.
 */
export class BlockWriter {
  readonly links: FoundLink[] = [];
  private readonly root: Block[] = [];
  private readonly frames: Frame[] = [{ tag: 'root', blocks: this.root }];
  private readonly beyond = new Map<string, number>();
  private readonly figures: FigureReader;
  private runs: Run[] = [];
  private textTag: TextBlock['tag'] = 'p';
  private marks: readonly Mark[] = [];
  private link: FoundLink | undefined;
  private last = '';
  private written = 0;
  private dropping: { readonly tag: string; depth: number } | undefined;

  constructor(public baseUrl: string | undefined) {
    this.figures = new FigureReader((caption) => this.paragraph(caption));
  }

  get images(): FoundImage[] {
    return this.figures.images;
  }

  /** Ends the document and gives its blocks. */
  end(): Block[] {
    this.figures.close();
    this.flush();
    return pruned(this.root);
  }

  /** Whether the content of elements is being thrown away until `tag` ends. */
  get isDropping(): boolean {
    return this.dropping !== undefined;
  }

  open(tag: string, attributes: Attributes): void {
    if (this.dropping !== undefined) {
      if (this.dropping.tag === tag) this.dropping.depth += 1;
    } else if (droppedElements.has(tag)) {
      if (!voidElements.has(tag)) this.drop(tag);
    } else if (!this.figures.open(tag, attributes, this.baseUrl)) this.openKept(tag, attributes);
  }

  /** Throws away everything until this element ends. */
  drop(tag: string): void {
    this.dropping ??= { tag, depth: 1 };
  }

  close(tag: string): void {
    if (this.dropping !== undefined) {
      if (this.dropping.tag === tag) this.dropping.depth -= 1;
      if (this.dropping.depth <= 0) this.dropping = undefined;
    } else if (!this.figures.close(tag)) this.closeKept(tag);
  }

  text(raw: string): void {
    if (this.dropping !== undefined || raw === '') return;
    const text = faultyCharacter.test(raw) ? cleanCharacters(raw) : raw;
    if (this.figures.text(text)) return;
    if (this.textTag === 'pre') this.append(text.replace(/\r\n?/g, '\n'));
    else this.appendSqueezed(text);
  }

  private openKept(tag: string, attributes: Attributes): void {
    const heading = headingLevels.get(tag);
    if (markElements.has(tag)) this.openMark(tag, attributes);
    else if (tag === 'br') this.lineBreak();
    else if (tag === 'q') this.text('“');
    else if (heading !== undefined) this.startText(heading);
    else if (tag === 'pre') this.startText('pre');
    else if (tag === 'ul' || tag === 'ol') this.openList(tag);
    else if (tag === 'li') this.openItem();
    else if (tag === 'blockquote') this.openQuote();
    else if (tag === 'table') this.openTable();
    else if (tag === 'caption' || tag === 'tr' || tag === 'td' || tag === 'th')
      this.openPart(tag, attributes);
    else if (tag === 'thead' || tag === 'tbody' || tag === 'tfoot') this.openSection(tag);
    else if (boundaryElements.has(tag)) this.flush();
  }

  private closeKept(tag: string): void {
    if (markElements.has(tag)) this.closeMark(tag);
    else if (tag === 'q') this.text('”');
    else if (headingLevels.has(tag) || tag === 'pre') this.startText('p');
    else if (this.frames.some((frame) => frame.tag === tag)) this.closeFrame(tag);
    else if (tag === 'thead' || tag === 'tbody' || tag === 'tfoot') this.openSection('tbody');
    else if (boundaryElements.has(tag)) this.flush();
  }

  // ---- text

  private appendSqueezed(text: string): void {
    const squeezed = text.replace(/[ \t\n\r\f]+/g, ' ');
    const joins = this.last === '' || this.last === ' ' || this.last === '\n';
    this.append(joins && squeezed.startsWith(' ') ? squeezed.slice(1) : squeezed);
  }

  private append(text: string): void {
    if (text === '') return;
    this.toContent();
    const run = this.runs.at(-1);
    if (run !== undefined && run.marks === this.marks) run.text += text;
    else this.runs.push({ text, marks: this.marks });
    this.last = text.at(-1) ?? '';
    if (this.link !== undefined && this.link.text.length < maxLinkText) this.link.text += text;
  }

  private lineBreak(): void {
    if (this.textTag === 'pre') return this.append('\n');
    if (this.last === '') return;
    this.trimEnd(' ');
    if (this.last === '\n') this.flush();
    else this.append('\n');
  }

  private trimEnd(characters: string): void {
    for (let run = this.runs.at(-1); run !== undefined; run = this.runs.at(-1)) {
      let end = run.text.length;
      while (end > 0 && characters.includes(run.text[end - 1] ?? '')) end -= 1;
      run.text = run.text.slice(0, end);
      if (end > 0) break;
      this.runs.pop();
    }
    this.last = this.runs.at(-1)?.text.at(-1) ?? '';
  }

  private startText(tag: TextBlock['tag']): void {
    this.flush();
    this.textTag = tag;
  }

  /** Ends the paragraph at hand. */
  private flush(): void {
    this.trimStart(this.textTag === 'pre' ? blankLines : blanks);
    this.trimEnd(' \t\n\u00a0');
    if (this.runs.some((run) => /\S/.test(run.text))) {
      this.addBlock({ kind: 'text', tag: this.textTag, runs: this.runs });
    }
    this.runs = [];
    this.last = '';
    if (this.written > maxMarkedBlocks) this.marks = [];
  }

  private trimStart(leading: RegExp): void {
    while (this.runs[0] !== undefined) {
      this.runs[0].text = this.runs[0].text.replace(leading, '');
      if (this.runs[0].text !== '') return;
      this.runs.shift();
    }
  }

  private paragraph(text: string): void {
    this.flush();
    this.appendSqueezed(text);
    this.flush();
  }

  // ---- marks

  private openMark(tag: string, attributes: Attributes): void {
    if (tag === 'a') {
      const href = safeLink(attributes('href'), this.baseUrl);
      this.closeMark('a');
      if (href === undefined) return;
      this.marks = [...this.marks, { tag, href }];
      if (this.links.length < maxLinks) {
        this.link = { href, text: '' };
        this.links.push(this.link);
      }
    } else if (!this.marks.some((mark) => sameMeaning(mark.tag, tag))) this.marks = [...this.marks, { tag }];
  }

  private closeMark(tag: string): void {
    if (tag === 'a') this.link = undefined;
    if (this.marks.some((mark) => mark.tag === tag))
      this.marks = this.marks.filter((mark) => mark.tag !== tag);
  }

  // ---- frames

  private addBlock(block: Block): void {
    this.written += 1;
    const frame = this.frames.at(-1);
    if (frame !== undefined && 'blocks' in frame) frame.blocks.push(block);
  }

  private openFrame(frame: Frame, attach: () => void): void {
    this.flush();
    if (this.frames.length >= maxNesting) {
      this.beyond.set(frame.tag, (this.beyond.get(frame.tag) ?? 0) + 1);
      return;
    }
    attach();
    this.frames.push(frame);
    this.textTag = 'p';
  }

  private closeFrame(tag: string): void {
    this.flush();
    this.textTag = 'p';
    const beyond = this.beyond.get(tag) ?? 0;
    if (beyond > 0) {
      this.beyond.set(tag, beyond - 1);
      return;
    }
    let index = this.frames.length - 1;
    while (index > 0 && this.frames[index]?.tag !== tag) {
      // An end tag never reaches out of the cell that it stands in.
      if (isCell(this.frames[index]?.tag) && !isTablePart(tag)) return;
      index -= 1;
    }
    if (index > 0) this.frames.length = index;
  }

  /** Makes sure that text has a place: lists get an item, tables a row and a cell. */
  private toContent(): void {
    const tag = this.frames.at(-1)?.tag;
    if (tag === 'ul' || tag === 'ol') this.openItem();
    else if (tag === 'table' || tag === 'tr') this.openPart('td', () => undefined);
  }

  private openQuote(): void {
    this.flush();
    this.toContent();
    const blocks: Block[] = [];
    this.openFrame({ tag: 'blockquote', blocks }, () => this.addBlock({ kind: 'quote', blocks }));
  }

  private openList(tag: 'ul' | 'ol'): void {
    this.flush();
    this.toContent();
    const list: ListBlock = { kind: 'list', tag, items: [] };
    this.openFrame({ tag, list }, () => this.addBlock(list));
  }

  private openItem(): void {
    this.flush();
    if (this.nearest(['ul', 'ol'], ['td', 'th', 'table']) === undefined) this.openList('ul');
    const list = this.nearest(['ul', 'ol'], ['td', 'th', 'table']);
    if (list === undefined) return;
    this.frames.length = list + 1;
    const blocks: Block[] = [];
    const frame = this.frames[list];
    this.openFrame({ tag: 'li', blocks }, () => {
      if (frame !== undefined && 'list' in frame) frame.list.items.push(blocks);
    });
  }

  private openTable(): void {
    this.flush();
    this.toContent();
    const table: TableBlock = { kind: 'table', caption: [], rows: [] };
    this.openFrame({ tag: 'table', table, section: 'tbody' }, () => this.addBlock(table));
  }

  private openSection(tag: TableRow['section']): void {
    this.flush();
    const index = this.nearest(['table']);
    const frame = index === undefined ? undefined : this.frames[index];
    if (index === undefined || frame === undefined || !('table' in frame)) return;
    this.frames.length = index + 1;
    frame.section = tag;
  }

  private openPart(tag: 'caption' | 'tr' | 'td' | 'th', attributes: Attributes): void {
    this.flush();
    const index = this.nearest(['table']);
    const frame = index === undefined ? undefined : this.frames[index];
    if (index === undefined || frame === undefined || !('table' in frame)) return;
    if (tag === 'caption') {
      this.frames.length = index + 1;
      this.openFrame({ tag, blocks: frame.table.caption }, () => undefined);
      return;
    }
    const row = tag === 'tr' ? undefined : this.nearest(['tr'], ['table']);
    if (row !== undefined) this.frames.length = row + 1;
    else {
      this.frames.length = index + 1;
      const cells: TableRow = { section: frame.section, cells: [] };
      this.openFrame({ tag: 'tr', row: cells }, () => frame.table.rows.push(cells));
    }
    if (tag !== 'tr') this.openCell(tag, attributes);
  }

  private openCell(tag: 'td' | 'th', attributes: Attributes): void {
    const cell: TableCell = {
      tag,
      blocks: [],
      columns: span(attributes('colspan')),
      rows: span(attributes('rowspan')),
    };
    const frame = this.frames.at(-1);
    this.openFrame({ tag, blocks: cell.blocks }, () => {
      if (frame !== undefined && 'row' in frame) frame.row.cells.push(cell);
    });
  }

  /** Index of the innermost open frame with one of these tags, not looking out of any of `walls`. */
  private nearest(tags: readonly string[], walls: readonly string[] = []): number | undefined {
    for (let index = this.frames.length - 1; index > 0; index -= 1) {
      const tag = this.frames[index]?.tag ?? '';
      if (tags.includes(tag)) return index;
      if (walls.includes(tag)) return undefined;
    }
    return undefined;
  }
}

function isCell(tag: string | undefined): boolean {
  return tag === 'td' || tag === 'th' || tag === 'caption';
}

function isTablePart(tag: string): boolean {
  return isCell(tag) || tag === 'tr' || tag === 'table';
}

function sameMeaning(one: string, other: string): boolean {
  const meaning = (tag: string): string => (tag === 'b' ? 'strong' : tag === 'i' ? 'em' : tag);
  return meaning(one) === meaning(other);
}

function span(raw: string | undefined): number {
  const value = /^\d{1,3}$/.test(raw?.trim() ?? '') ? Number(raw) : 1;
  return Math.min(Math.max(value, 1), maxSpan);
}

/** Lists, quotes, tables and rows in which nothing stands are gone. */
function pruned(blocks: Block[]): Block[] {
  return blocks
    .filter((block) => !isEmpty([block]))
    .map((block): Block => {
      switch (block.kind) {
        case 'text':
          return block;
        case 'quote':
          return { ...block, blocks: pruned(block.blocks) };
        case 'list':
          return { ...block, items: block.items.filter((item) => !isEmpty(item)).map(pruned) };
        case 'table':
          return {
            ...block,
            caption: pruned(block.caption),
            rows: block.rows
              .filter((row) => row.cells.some((cell) => !isEmpty(cell.blocks)))
              .map((row) => ({
                ...row,
                cells: row.cells.map((cell) => ({ ...cell, blocks: pruned(cell.blocks) })),
              })),
          };
      }
    });
}
