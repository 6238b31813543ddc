import { pruned, type Block, type Mark, type TextBlock } from './blocks.js';
import {
  boundaryElements,
  droppedElements,
  headingLevels,
  markElements,
  voidElements,
  type Attributes,
} from './elements.js';
import { FigureReader, type FoundImage } from './figures.js';
import { Frames } from './frames.js';
import { Paragraph } from './paragraph.js';
import { safeLink } from './safe-link.js';

export interface FoundLink {
  readonly href: string;
  text: string;
}

/** From this many blocks on, marks end with their block: no input can make the output many times its size. */
const maxMarkedBlocks = 5_000;
const maxLinks = 1_000;
const maxLinkText = 300;

/**
 * Takes the events of any markup (HTML, XHTML, NITF) and keeps what an allow-list knows, as blocks. Nothing that
 * comes in can unbalance what goes out: output is written from the blocks, never from the events.
 */
export class BlockWriter {
  readonly links: FoundLink[] = [];
  private readonly frames = new Frames();
  private readonly current = new Paragraph();
  private readonly figures: FigureReader;
  private textTag: TextBlock['tag'] = 'p';
  private marks: readonly Mark[] = [];
  private link: FoundLink | undefined;
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
    return pruned(this.frames.root);
  }

  /** Whether the content of elements is being thrown away until one ends. */
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

  /** Text without characters that have no place in copy. */
  text(text: string): void {
    if (this.dropping !== undefined || text === '') return;
    if (this.figures.text(text)) return;
    this.append(this.textTag === 'pre' ? text.replace(/\r\n?/g, '\n') : this.current.squeezed(text));
  }

  private openKept(tag: string, attributes: Attributes): void {
    if (markElements.has(tag)) return this.openMark(tag, attributes);
    if (tag === 'br') return this.lineBreak();
    if (tag === 'q') return this.text('“');
    const textTag = tag === 'pre' ? 'pre' : headingLevels.get(tag);
    if (textTag !== undefined) return this.startText(textTag);
    if (this.openFrame(tag, attributes)) this.textTag = 'p';
    else if (boundaryElements.has(tag)) this.flush();
  }

  private closeKept(tag: string): void {
    if (markElements.has(tag)) this.closeMark(tag);
    else if (tag === 'q') this.text('”');
    else if (headingLevels.has(tag) || tag === 'pre') this.startText('p');
    else if (this.frames.has(tag)) {
      this.startText('p');
      this.frames.close(tag);
    } else if (tag === 'thead' || tag === 'tbody' || tag === 'tfoot') {
      this.flush();
      this.frames.openSection('tbody');
    } else if (boundaryElements.has(tag)) this.flush();
  }

  /** Whether the element is a part of lists, quotes or tables. */
  private openFrame(tag: string, attributes: Attributes): boolean {
    switch (tag) {
      case 'ul':
      case 'ol':
        this.flush();
        this.frames.openList(tag);
        return true;
      case 'li':
        this.flush();
        this.frames.openItem();
        return true;
      case 'blockquote':
        this.flush();
        this.frames.openQuote();
        return true;
      case 'table':
        this.flush();
        this.frames.openTable();
        return true;
      case 'caption':
        this.flush();
        this.frames.openCaption();
        return true;
      case 'thead':
      case 'tbody':
      case 'tfoot':
        this.flush();
        this.frames.openSection(tag);
        return true;
      case 'tr':
      case 'td':
      case 'th':
        this.flush();
        this.frames.openPart(tag, attributes('colspan'), attributes('rowspan'));
        return true;
      default:
        return false;
    }
  }

  private append(text: string): void {
    if (text === '') return;
    this.frames.toContent();
    this.current.append(text, this.marks);
    if (this.link !== undefined && this.link.text.length < maxLinkText) this.link.text += text;
  }

  private lineBreak(): void {
    if (this.textTag === 'pre') return this.append('\n');
    if (this.current.last === '') return;
    this.current.trimEnd(' ');
    if (this.current.last === '\n') this.flush();
    else this.append('\n');
  }

  private startText(tag: TextBlock['tag']): void {
    this.flush();
    this.textTag = tag;
  }

  /** Ends the paragraph at hand. */
  private flush(): void {
    const runs = this.current.take(this.textTag === 'pre');
    if (runs !== undefined) this.frames.addBlock({ kind: 'text', tag: this.textTag, runs });
    if (this.frames.count > maxMarkedBlocks) this.marks = [];
  }

  private paragraph(text: string): void {
    this.flush();
    this.append(this.current.squeezed(text));
    this.flush();
  }

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
    if (!this.marks.some((mark) => mark.tag === tag)) return;
    this.marks = this.marks.filter((mark) => mark.tag !== tag);
  }
}

function sameMeaning(one: string, other: string): boolean {
  const meaning = (tag: string): string => (tag === 'b' ? 'strong' : tag === 'i' ? 'em' : tag);
  return meaning(one) === meaning(other);
}
