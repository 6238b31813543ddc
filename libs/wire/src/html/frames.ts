import type { Block, ListBlock, TableBlock, TableCell, TableRow } from './blocks.js';

/** Deeper lists, quotes and tables are no writing: their text joins the level above. */
const maxNesting = 40;
const maxSpan = 100;

type Frame =
  | { readonly tag: 'root' | 'blockquote' | 'li' | 'td' | 'th' | 'caption'; readonly blocks: Block[] }
  | { readonly tag: 'ul' | 'ol'; readonly list: ListBlock }
  | { readonly tag: 'table'; readonly table: TableBlock; section: TableRow['section'] }
  | { readonly tag: 'tr'; readonly row: TableRow };

/** The lists, quotes and tables that are open. Whatever comes is put where it makes sense; nothing is ever unbalanced. */
export class Frames {
  readonly root: Block[] = [];
  /** Blocks added so far. */
  count = 0;
  private readonly open: Frame[] = [{ tag: 'root', blocks: this.root }];
  /** Elements beyond the nesting limit that were not opened, and whose end tags are still to come. */
  private readonly beyond = new Map<string, number>();

  has(tag: string): boolean {
    return this.open.some((frame) => frame.tag === tag);
  }

  addBlock(block: Block): void {
    this.count += 1;
    const frame = this.open.at(-1);
    if (frame !== undefined && 'blocks' in frame) frame.blocks.push(block);
  }

  /** Makes sure that text has a place: lists get an item, tables a row and a cell. */
  toContent(): void {
    const tag = this.open.at(-1)?.tag;
    if (tag === 'ul' || tag === 'ol') this.openItem();
    else if (tag === 'table' || tag === 'tr') this.openPart('td');
  }

  openQuote(): void {
    this.toContent();
    const blocks: Block[] = [];
    this.push({ tag: 'blockquote', blocks }, () => this.addBlock({ kind: 'quote', blocks }));
  }

  openList(tag: 'ul' | 'ol'): void {
    this.toContent();
    const list: ListBlock = { kind: 'list', tag, items: [] };
    this.push({ tag, list }, () => this.addBlock(list));
  }

  /** An item of the innermost list, or of a new one. */
  openItem(): void {
    if (this.nearestList() === undefined) this.openList('ul');
    const index = this.nearestList();
    if (index === undefined) return;
    this.open.length = index + 1;
    const blocks: Block[] = [];
    const frame = this.open[index];
    this.push({ tag: 'li', blocks }, () => {
      if (frame !== undefined && 'list' in frame) frame.list.items.push(blocks);
    });
  }

  openTable(): void {
    this.toContent();
    const table: TableBlock = { kind: 'table', caption: [], rows: [] };
    this.push({ tag: 'table', table, section: 'tbody' }, () => this.addBlock(table));
  }

  openSection(tag: TableRow['section']): void {
    const frame = this.backToTable();
    if (frame !== undefined) frame.section = tag;
  }

  openCaption(): void {
    const frame = this.backToTable();
    if (frame !== undefined) this.push({ tag: 'caption', blocks: frame.table.caption }, () => undefined);
  }

  /** A row, or a cell of the row that is open or of a new one; outside of tables nothing happens. */
  openPart(tag: 'tr' | 'td' | 'th', columns?: string, rows?: string): void {
    const row = tag === 'tr' ? undefined : this.nearest(['tr'], ['table']);
    if (row !== undefined) this.open.length = row + 1;
    else {
      const frame = this.backToTable();
      if (frame === undefined) return;
      const opened: TableRow = { section: frame.section, cells: [] };
      this.push({ tag: 'tr', row: opened }, () => frame.table.rows.push(opened));
    }
    if (tag === 'tr') return;
    const cell: TableCell = { tag, blocks: [], columns: span(columns), rows: span(rows) };
    const frame = this.open.at(-1);
    this.push({ tag, blocks: cell.blocks }, () => {
      if (frame !== undefined && 'row' in frame) frame.row.cells.push(cell);
    });
  }

  close(tag: string): void {
    const beyond = this.beyond.get(tag) ?? 0;
    if (beyond > 0) {
      this.beyond.set(tag, beyond - 1);
      return;
    }
    let index = this.open.length - 1;
    while (index > 0 && this.open[index]?.tag !== tag) {
      // An end tag never reaches out of the cell that it stands in.
      if (isCell(this.open[index]?.tag) && !isTablePart(tag)) return;
      index -= 1;
    }
    if (index > 0) this.open.length = index;
  }

  private push(frame: Frame, attach: () => void): void {
    if (this.open.length >= maxNesting) {
      this.beyond.set(frame.tag, (this.beyond.get(frame.tag) ?? 0) + 1);
      return;
    }
    attach();
    this.open.push(frame);
  }

  /** Closes what is open inside the innermost table and gives it. */
  private backToTable(): Extract<Frame, { tag: 'table' }> | undefined {
    const index = this.nearest(['table']);
    const frame = index === undefined ? undefined : this.open[index];
    if (index === undefined || frame === undefined || !('table' in frame)) return undefined;
    this.open.length = index + 1;
    return frame;
  }

  private nearestList(): number | undefined {
    return this.nearest(['ul', 'ol'], ['td', 'th', 'table']);
  }

  /** Index of the innermost open frame with one of these tags, not looking out of any of `walls`. */
  private nearest(tags: readonly string[], walls: readonly string[] = []): number | undefined {
    for (let index = this.open.length - 1; index > 0; index -= 1) {
      const tag = this.open[index]?.tag ?? '';
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

function span(raw: string | undefined): number {
  const value = /^\d{1,3}$/.test(raw?.trim() ?? '') ? Number(raw) : 1;
  return Math.min(Math.max(value, 1), maxSpan);
}
