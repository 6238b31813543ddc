import { squeezeBlanks } from '../text/index.js';
import { safeMedia } from './safe-link.js';
import type { Attributes } from './elements.js';

/** A picture that stood in the text; bodies carry none, associations do. */
export interface FoundImage {
  readonly src: string;
  readonly alt?: string | undefined;
  caption?: string | undefined;
  credit?: string | undefined;
}

const maxImages = 500;
const maxCaption = 5_000;
const creditClass = /credit|copyright|agency|source|fotograf|auteur/i;

/** Takes pictures and their captions out of the text; a caption without a picture goes back into it. */
export class FigureReader {
  readonly images: FoundImage[] = [];
  private readonly addresses = new Set<string>();
  private figure: { readonly firstImage: number; caption: string; credit: string } | undefined;
  private inCaption = false;
  private creditTag: string | undefined;

  constructor(private readonly giveBack: (caption: string) => void) {}

  /** Whether the tag was a figure's or a picture's. */
  open(tag: string, attributes: Attributes, baseUrl: string | undefined): boolean {
    if (tag === 'img') {
      this.image(attributes, baseUrl);
      return true;
    }
    if (tag === 'figure') {
      this.close('figure');
      this.figure = { firstImage: this.images.length, caption: '', credit: '' };
      return false;
    }
    if (this.figure === undefined) return false;
    if (tag === 'figcaption') {
      this.inCaption = true;
      return true;
    }
    if (this.inCaption && creditClass.test(`${attributes('class') ?? ''} ${attributes('itemprop') ?? ''}`)) {
      this.creditTag ??= tag;
    }
    if (this.inCaption && (tag === 'br' || tag === 'p' || tag === 'div')) this.text(' ');
    return this.inCaption;
  }

  close(tag = 'figure'): boolean {
    if (this.figure === undefined) return false;
    if (tag === 'figcaption') this.inCaption = false;
    if (tag === this.creditTag) this.creditTag = undefined;
    if (tag !== 'figure') return tag === 'figcaption' || this.inCaption;
    const { firstImage, caption, credit } = this.figure;
    const image = this.images[firstImage];
    if (image !== undefined) {
      if (squeezed(caption) !== '') image.caption ??= squeezed(caption);
      if (squeezed(credit) !== '') image.credit ??= squeezed(credit);
      this.figure = { firstImage, caption: '', credit: '' };
    }
    this.giveBackCaption(this.figure);
    return false;
  }

  private giveBackCaption({ caption, credit }: { caption: string; credit: string }): void {
    this.figure = undefined;
    this.inCaption = false;
    this.creditTag = undefined;
    if (squeezed(caption + credit) !== '') this.giveBack(squeezed(`${caption} ${credit}`));
  }

  /** Whether the text belonged to a caption. */
  text(text: string): boolean {
    if (this.figure === undefined || !this.inCaption) return false;
    const part = this.creditTag === undefined ? 'caption' : 'credit';
    if (this.figure[part].length + text.length > maxCaption) {
      // No caption is that long: its end tag is missing, and what follows is copy.
      this.giveBackCaption(this.figure);
      return false;
    }
    this.figure[part] += text;
    return true;
  }

  private image(attributes: Attributes, baseUrl: string | undefined): void {
    const src = safeMedia(attributes('src'), baseUrl) ?? safeMedia(attributes('data-src'), baseUrl);
    if (src === undefined || this.images.length >= maxImages || this.addresses.has(src)) return;
    if (isTracker(attributes('width')) || isTracker(attributes('height'))) return;
    this.addresses.add(src);
    const alt = squeezed(attributes('alt') ?? '');
    this.images.push(alt === '' ? { src } : { src, alt });
  }
}

/** Pictures of a pixel or two count readers. */
function isTracker(size: string | undefined): boolean {
  return size !== undefined && /^[012](?:px)?$/.test(size.trim());
}

function squeezed(text: string): string {
  return squeezeBlanks(text).trim();
}
