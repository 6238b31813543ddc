import { attributeEscape, htmlEscape } from '../text/index.js';
import { isEmpty, type Block, type Mark, type Run, type TableBlock, type TableCell } from './blocks.js';

/** Blocks as HTML: balanced by construction, every text escaped, one block a line. */
export function renderHtml(blocks: readonly Block[]): string {
  return blocks.map(blockHtml).join('\n');
}

/** Blocks as plain text: paragraphs parted by a blank line, cells by a tab, list items and rows by a line end. */
export function renderPlain(blocks: readonly Block[], separator = '\n\n'): string {
  return blocks.map(blockPlain).join(separator);
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case 'text':
      return `<${block.tag}>${runsHtml(block.runs, block.tag === 'pre')}</${block.tag}>`;
    case 'quote':
      return `<blockquote>${renderHtml(block.blocks)}</blockquote>`;
    case 'list':
      return `<${block.tag}>${block.items.map((item) => `<li>${contentHtml(item)}</li>`).join('')}</${block.tag}>`;
    case 'table':
      return tableHtml(block);
  }
}

/** One paragraph needs no element of its own inside an item or a cell. */
function contentHtml(blocks: readonly Block[]): string {
  const [first] = blocks;
  if (blocks.length === 1 && first?.kind === 'text' && first.tag === 'p') return runsHtml(first.runs, false);
  return renderHtml(blocks);
}

function tableHtml(table: TableBlock): string {
  let html = '<table>';
  if (!isEmpty(table.caption)) html += `<caption>${contentHtml(table.caption)}</caption>`;
  let section: string | undefined;
  for (const row of table.rows) {
    if (row.section !== section) {
      if (section !== undefined) html += `</${section}>`;
      section = row.section;
      html += `<${section}>`;
    }
    html += `<tr>${row.cells.map(cellHtml).join('')}</tr>`;
  }
  return section === undefined ? `${html}</table>` : `${html}</${section}></table>`;
}

function cellHtml(cell: TableCell): string {
  const columns = cell.columns > 1 ? ` colspan="${cell.columns}"` : '';
  const rows = cell.rows > 1 ? ` rowspan="${cell.rows}"` : '';
  return `<${cell.tag}${columns}${rows}>${contentHtml(cell.blocks)}</${cell.tag}>`;
}

function runsHtml(runs: readonly Run[], preformatted: boolean): string {
  let html = '';
  let open: readonly Mark[] = [];
  for (const run of runs) {
    let shared = 0;
    while (shared < open.length && open[shared] === run.marks[shared]) shared += 1;
    html += closing(open.slice(shared));
    for (const mark of run.marks.slice(shared)) html += opening(mark);
    open = run.marks;
    const text = htmlEscape(run.text);
    html += preformatted ? text : text.replaceAll('\n', '<br>');
  }
  return html + closing(open);
}

function opening({ tag, href }: Mark): string {
  return href === undefined ? `<${tag}>` : `<${tag} href="${attributeEscape(href)}">`;
}

function closing(marks: readonly Mark[]): string {
  return marks
    .map(({ tag }) => `</${tag}>`)
    .reverse()
    .join('');
}

function blockPlain(block: Block): string {
  switch (block.kind) {
    case 'text':
      return block.runs.map((run) => run.text).join('');
    case 'quote':
      return renderPlain(block.blocks);
    case 'list':
      return block.items.map((item) => renderPlain(item, '\n')).join('\n');
    case 'table':
      return tablePlain(block);
  }
}

function tablePlain(table: TableBlock): string {
  const rows = table.rows.map((row) => row.cells.map(cellPlain).join('\t').trimEnd());
  const caption = renderPlain(table.caption, '\n');
  return [...(caption === '' ? [] : [caption]), ...rows].join('\n');
}

function cellPlain(cell: TableCell): string {
  return renderPlain(cell.blocks, ' ').replaceAll('\n', ' ');
}
