/** An inline element around text. */
export interface Mark {
  readonly tag: string;
  /** Address of a link, already found safe. */
  readonly href?: string | undefined;
}

/** Text under the same marks; `\n` is a line break. */
export interface Run {
  text: string;
  readonly marks: readonly Mark[];
}

export interface TextBlock {
  readonly kind: 'text';
  readonly tag: 'p' | 'h2' | 'h3' | 'h4' | 'pre';
  readonly runs: readonly Run[];
}

export interface ListBlock {
  readonly kind: 'list';
  readonly tag: 'ul' | 'ol';
  readonly items: Block[][];
}

export interface QuoteBlock {
  readonly kind: 'quote';
  readonly blocks: Block[];
}

export interface TableCell {
  readonly tag: 'td' | 'th';
  readonly blocks: Block[];
  readonly columns: number;
  readonly rows: number;
}

export interface TableRow {
  readonly section: 'thead' | 'tbody' | 'tfoot';
  readonly cells: TableCell[];
}

export interface TableBlock {
  readonly kind: 'table';
  readonly caption: Block[];
  readonly rows: TableRow[];
}

/** The only shapes a body is made of; HTML and plain text are both written from them, so that they say the same. */
export type Block = TextBlock | ListBlock | QuoteBlock | TableBlock;

/** Whether nothing in these blocks can be read. */
export function isEmpty(blocks: readonly Block[]): boolean {
  return blocks.every((block) => {
    switch (block.kind) {
      case 'text':
        return block.runs.length === 0;
      case 'quote':
        return isEmpty(block.blocks);
      case 'list':
        return block.items.every(isEmpty);
      case 'table':
        return (
          isEmpty(block.caption) && block.rows.every((row) => row.cells.every((cell) => isEmpty(cell.blocks)))
        );
    }
  });
}

/** The blocks without lists, quotes, tables, items and rows in which nothing stands. */
export function pruned(blocks: readonly Block[]): Block[] {
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
          return { ...block, caption: pruned(block.caption), rows: prunedRows(block.rows) };
      }
    });
}

function prunedRows(rows: readonly TableRow[]): TableRow[] {
  return rows
    .filter((row) => row.cells.some((cell) => !isEmpty(cell.blocks)))
    .map((row) => ({ ...row, cells: row.cells.map((cell) => ({ ...cell, blocks: pruned(cell.blocks) })) }));
}
