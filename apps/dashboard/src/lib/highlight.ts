/** A run of text, marked or not. */
export interface MarkedRun {
  readonly text: string;
  readonly marked: boolean;
}

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

function decodeEntities(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return named[String(name).toLowerCase()] ?? whole;
    const code = hex !== undefined ? Number.parseInt(hex, 16) : Number.parseInt(decimal, 10);
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
      ? String.fromCodePoint(code)
      : whole;
  });
}

/**
 * Reads a highlight of the search API into runs of text. Only `<mark>` and `</mark>` are tags; anything else that
 * looks like one is text, so that nothing in the copy can become markup on the page.
 */
export function parseHighlight(highlight: string): MarkedRun[] {
  const runs: MarkedRun[] = [];
  let marked = false;
  for (const part of highlight.split(/(<\/?mark>)/)) {
    if (part === '<mark>') marked = true;
    else if (part === '</mark>') marked = false;
    else if (part !== '') append(runs, { text: decodeEntities(part), marked });
  }
  return runs;
}

function append(runs: MarkedRun[], run: MarkedRun): void {
  const last = runs.at(-1);
  if (last && last.marked === run.marked) runs[runs.length - 1] = { ...last, text: last.text + run.text };
  else runs.push(run);
}

const word = /[\p{L}\p{N}]+/gu;

/** The words that the server marked in these highlights, in lower case: what to mark in the full text as well. */
export function markedWords(highlights: readonly string[]): ReadonlySet<string> {
  const words = new Set<string>();
  for (const run of highlights.flatMap(parseHighlight)) {
    if (!run.marked) continue;
    for (const [found] of run.text.matchAll(word)) words.add(found.toLowerCase());
  }
  return words;
}

/** Splits plain text into runs, marking each whole word that is in `words`. */
export function markWords(text: string, words: ReadonlySet<string>): MarkedRun[] {
  if (words.size === 0) return text === '' ? [] : [{ text, marked: false }];
  const runs: MarkedRun[] = [];
  let at = 0;
  for (const match of text.matchAll(word)) {
    if (!words.has(match[0].toLowerCase())) continue;
    if (match.index > at) append(runs, { text: text.slice(at, match.index), marked: false });
    append(runs, { text: match[0], marked: true });
    at = match.index + match[0].length;
  }
  if (at < text.length) append(runs, { text: text.slice(at), marked: false });
  return runs;
}
