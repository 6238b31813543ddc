import { decodeHTML, decodeHTMLAttribute } from 'entities';
import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2';
import { cleanCharacters, faultyCharacter } from '../xml/character-references.js';
import { isElementName } from './element-names.js';
import { BlockWriter, type FoundLink } from './block-writer.js';
import type { FoundImage } from './figures.js';
import { renderHtml, renderPlain } from './render.js';
import { resolveBase } from './safe-link.js';
import { droppedElements, rawTextElements, verbatimElements, voidElements } from './elements.js';

export interface CleanOptions {
  /** What relative addresses stand under; without one they are dropped, their text stays. */
  readonly baseUrl?: string | undefined;
  /** Further elements to drop with all they hold, for instance the `header` that repeats the headline. */
  readonly drop?: ReadonlySet<string> | undefined;
}

/** A body that may be shown, stored and searched. */
export interface CleanBody {
  /** HTML of an allow-list: p, h2–h4, lists, tables, blockquote, pre, br, links, strong, em, b, i, sub, sup. */
  readonly html: string;
  /** The same words as plain text, paragraphs parted by blank lines. */
  readonly plain: string;
  readonly links: readonly FoundLink[];
  /** Pictures that stood in the text, each address once. */
  readonly images: readonly FoundImage[];
}

/** Several bodies as one, in their order; empty ones add nothing. */
export function joinBodies(bodies: readonly CleanBody[]): CleanBody {
  return {
    html: bodies.flatMap(({ html }) => html || []).join('\n'),
    plain: bodies.flatMap(({ plain }) => plain || []).join('\n\n'),
    links: bodies.flatMap(({ links }) => links),
    images: bodies.flatMap(({ images }) => images),
  };
}

/**
 * Reads HTML of any quality and writes what an allow-list knows: balanced, escaped, without pictures, scripts,
 * frames, forms, handlers or styles. Entities are decoded once. Linear in the size of the input, whatever its nesting.
 */
export function cleanHtml(html: string, options: CleanOptions = {}): CleanBody {
  const writer = new BlockWriter(resolveBase(options.baseUrl));
  const source = html.includes('<![CDATA[') ? html.replaceAll('<![CDATA[', '&lt;![CDATA[') : html;
  // The tokenizer looks at every character when it decodes entities, and else only for the next tag.
  const tokenizer = new Tokenizer(
    { xmlMode: false, decodeEntities: false },
    new HtmlEvents(source, writer, options.drop ?? new Set()),
  );
  tokenizer.write(source);
  tokenizer.end();
  return bodyOf(writer);
}

/** The body that a writer has gathered. */
export function bodyOf(writer: BlockWriter): CleanBody {
  const blocks = writer.end();
  return {
    html: renderHtml(blocks),
    plain: renderPlain(blocks),
    links: writer.links.map((link) => ({ ...link, text: link.text.trim() })),
    images: writer.images,
  };
}

/** Turns the tokenizer's positions into the writer's events. */
class HtmlEvents implements TokenizerCallbacks {
  private tag = '';
  private tagStart = 0;
  private attribute = '';
  private value = '';
  private attributes = new Map<string, string>();
  /** Whether text is taken to the letter, as inside of `xmp` and behind `plaintext`. */
  private verbatim = false;
  private readonly lastEnds = new Map<string, number>();
  private lowered: string | undefined;

  constructor(
    private readonly source: string,
    private readonly writer: BlockWriter,
    private readonly dropped: ReadonlySet<string>,
  ) {}

  ontext(start: number, end: number): void {
    const raw = this.source.slice(start, end);
    const text = this.verbatim || !raw.includes('&') ? raw : decodeHTML(raw);
    this.writer.text(faultyCharacter.test(text) ? cleanCharacters(text) : text);
  }

  ontextentity(): void {
    // Entities are decoded a text at a time.
  }

  onopentagname(start: number, end: number): void {
    this.tag = this.source.slice(start, end).toLowerCase();
    this.tagStart = start - 1;
    this.attributes = new Map();
  }

  onattribname(start: number, end: number): void {
    this.attribute = this.source.slice(start, end).toLowerCase();
    this.value = '';
  }

  onattribdata(start: number, end: number): void {
    this.value += this.source.slice(start, end);
  }

  onattribentity(): void {
    // Entities are decoded a value at a time.
  }

  onattribend(): void {
    if (this.attributes.size < 64 && !this.attributes.has(this.attribute)) {
      this.attributes.set(
        this.attribute,
        this.value.includes('&') ? decodeHTMLAttribute(this.value) : this.value,
      );
    }
  }

  onopentagend(end: number): void {
    this.openTag(end);
  }

  onselfclosingtag(end: number): void {
    this.openTag(end);
  }

  onclosetag(start: number, end: number): void {
    const tag = this.source.slice(start, end).trim().toLowerCase();
    if (tag === 'xmp') this.verbatim = false;
    if (!voidElements.has(tag)) this.writer.close(tag);
    else if (tag === 'br') this.writer.open('br', () => undefined);
  }

  oncdata(): void {
    // Marked sections are escaped before: HTML knows none.
  }

  oncomment(): void {
    // Comments are no copy.
  }

  ondeclaration(): void {
    // A document type says nothing.
  }

  onprocessinginstruction(): void {
    // Instructions are no copy.
  }

  onend(): void {
    // The writer is ended by its owner.
  }

  private openTag(end: number): void {
    const { tag, attributes } = this;
    if (verbatimElements.has(tag)) this.verbatim = true;
    if (!isElementName(tag)) {
      this.writer.text(cleanCharacters(this.source.slice(this.tagStart, end + 1)));
      return;
    }
    const isDropped = this.dropped.has(tag) || (droppedElements.has(tag) && !voidElements.has(tag));
    if (!isDropped || this.writer.isDropping) this.writer.open(tag, (name) => attributes.get(name));
    // An element that never ends must not take the rest of the copy with it.
    else if (rawTextElements.has(tag) || end < this.lastEnd(tag)) this.writer.drop(tag);
  }

  private lastEnd(tag: string): number {
    const known = this.lastEnds.get(tag);
    if (known !== undefined) return known;
    this.lowered ??= this.source.toLowerCase();
    const last = this.lowered.lastIndexOf(`</${tag}`);
    this.lastEnds.set(tag, last);
    return last;
  }
}
