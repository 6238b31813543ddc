import type { NinjsItem } from '#contracts';
import { cleanHtml } from '../html/index.js';
import { countWords, paragraphs, textToHtml } from '../text/index.js';
import type { DispatchDraft } from './draft.js';
import { isTidy, tidyText, type TidyCount } from './tidy.js';

/** The body in both forms; they say the same. */
export interface Body {
  readonly html: string;
  readonly plain: string;
}

/** The body of a draft: clean HTML and the same words as plain text, paragraphs parted by blank lines. */
export function bodyOf({ body }: DispatchDraft, count: TidyCount): Body {
  const { html, plain } = body ?? {};
  if (html !== undefined) {
    const cleaned = plain === undefined ? cleanHtml(html) : { html, plain };
    // What the plain text holds, the HTML holds too.
    if (isTidy(cleaned.html)) return { html: cleaned.html, plain: cleaned.plain.trim() };
    return { html: tidyText(cleaned.html, count), plain: tidyText(cleaned.plain, { removed: 0 }).trim() };
  }
  const blocks = paragraphs(tidyText(plain ?? '', count));
  return { html: textToHtml(blocks), plain: blocks.join('\n\n') };
}

/** The item's bodies: the main one with its counts, then what else the reader found. */
export function bodiesOf(draft: DispatchDraft, { html, plain }: Body): NinjsItem['bodies'] {
  const others = (draft.item.bodies ?? []).filter(({ role }) => role !== 'main');
  if (plain === '') return others;
  const main = {
    role: 'main',
    contentType: 'text/html',
    value: html,
    charCount: plain.length,
    wordCount: countWords(plain),
  };
  return [main, ...others];
}
