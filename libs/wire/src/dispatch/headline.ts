import type { NinjsItem, Warning } from '#contracts';
import { plainLine } from '../html/index.js';
import { wireLimits } from '../limits.js';
import { cutWords, firstSentence, squeeze, withoutFullStop } from '../text/index.js';

import type { DispatchDraft } from './draft.js';
import { tidyText, type TidyCount } from './tidy.js';

/** The main headline: given, of another role, or derived from the text; undefined when there is nothing. */
export function headlineOf(
  draft: DispatchDraft,
  plain: string,
  warnings: Warning[],
  count: TidyCount,
): string | undefined {
  const given = draft.headlineRaw ?? draft.item.headlines?.find(({ role }) => role === 'main')?.value;
  const text = given === undefined ? '' : headlineText(tidyText(given, count), draft.format);
  if (text !== '') return text;
  const other = draft.item.headlines?.find(({ value }) => value.trim() !== '')?.value;
  if (other !== undefined) return headlineText(tidyText(other, count), draft.format);
  return derivedHeadline(plain, warnings);
}

/** The item's headlines, all plain text: the main one first, then those of other roles. */
export function headlinesOf(draft: DispatchDraft, main: string | undefined): NinjsItem['headlines'] {
  const given = draft.item.headlines ?? [];
  const mainAt = given.findIndex(({ role }) => role === 'main');
  const others = given
    .filter((_, index) => index !== mainAt)
    .map(({ role, value }) => ({ role, contentType: 'text/plain', value: headlineText(value, draft.format) }))
    .filter(({ role, value }) => value !== '' && (value !== main || role !== undefined));
  return [
    ...(main === undefined ? [] : [{ role: 'main', contentType: 'text/plain', value: main }]),
    ...others,
  ];
}

/** A headline as one line of plain text: markup and leftover entities gone. */
function headlineText(raw: string, format: string): string {
  return squeeze(format === 'text' ? raw.replaceAll('\n', ' ') : plainLine(raw));
}

/** The first sentence as a headline, cut at a word when it is long; undefined when there is no text. */
function derivedHeadline(plain: string, warnings: Warning[]): string | undefined {
  const first = plain.split('\n\n').find((block) => /[\p{L}\p{N}]/u.test(block));
  if (first === undefined) return undefined;
  const headline = cutWords(withoutFullStop(firstSentence(first)), wireLimits.maxDerivedHeadline);
  warnings.push({ code: 'headline_derived', detail: 'the headline is the beginning of the text' });
  return headline;
}
