/** A hit in a text; `reason` tells which part of the query it answers. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly reason: number;
}

interface Window {
  readonly start: number;
  readonly end: number;
  readonly score: number;
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** How far a cut may move to find a space. */
const maxShift = 40;

/**
 * The best pieces of a text around its hits, in the order of the text, not overlapping, cut at spaces: first those
 * that answer the most parts of the query, then those with the most hits, then the earliest.
 */
export function chooseFragments(
  text: string,
  hits: readonly Span[],
  maxFragments: number,
  length: number,
): { start: number; end: number }[] {
  const best = groupHits(hits, length)
    .sort((one, other) => other.score - one.score || one.start - other.start)
    .slice(0, maxFragments)
    .sort((one, other) => one.start - other.start);
  const segments = graphemes.segment(text);
  let floor = 0;
  return best.map((window, index) => {
    const ceiling = best[index + 1]?.start ?? text.length;
    const fragment = toGraphemes(segments, widen(text, window, length, floor, ceiling));
    floor = fragment.end;
    return fragment;
  });
}

/** Moves the ends outwards to where graphemes end. */
function toGraphemes(
  segments: Intl.Segments,
  { start, end }: { start: number; end: number },
): { start: number; end: number } {
  const whole = { start: segments.containing(start)?.index ?? start, end };
  const last = segments.containing(end);
  if (last !== undefined && last.index < end) whole.end = last.index + last.segment.length;
  return whole;
}

/** Neighbouring hits that fit into one fragment, greedily from the left. */
function groupHits(hits: readonly Span[], length: number): Window[] {
  const windows: Window[] = [];
  let group: Span[] = [];
  const close = (): void => {
    const first = group[0];
    const last = group.at(-1);
    if (first === undefined || last === undefined) return;
    const reasons = new Set(group.map((hit) => hit.reason)).size;
    windows.push({ start: first.start, end: last.end, score: reasons * 1000 + Math.min(group.length, 999) });
  };
  for (const hit of hits) {
    const first = group[0];
    if (first !== undefined && hit.end - first.start > length) {
      close();
      group = [];
    }
    group.push(hit);
  }
  close();
  return windows;
}

function widen(
  text: string,
  window: Window,
  length: number,
  floor: number,
  ceiling: number,
): { start: number; end: number } {
  const room = Math.max(0, length - (window.end - window.start));
  const from = Math.max(floor, window.start - Math.floor(room / 3));
  const start = startAtWord(text, from, window.start);
  const to = Math.min(ceiling, Math.max(start + length, start + 1));
  return trim(text, start, endAtWord(text, to, Math.min(window.end, to)));
}

/** The first word's start at or after `from`, not after `latest`. */
function startAtWord(text: string, from: number, latest: number): number {
  if (from === 0 || isSpace(text, from - 1)) return from;
  for (let at = from; at < Math.min(latest, from + maxShift); at += 1) if (isSpace(text, at)) return at + 1;
  return Math.max(from, latest);
}

/** The last word's end at or before `to`, not before `earliest`. */
function endAtWord(text: string, to: number, earliest: number): number {
  if (to >= text.length || isSpace(text, to)) return to;
  for (let at = to; at > Math.max(earliest, to - maxShift); at -= 1) if (isSpace(text, at)) return at;
  return earliest;
}

function isSpace(text: string, at: number): boolean {
  return /\s/.test(text.charAt(at));
}

function trim(text: string, start: number, end: number): { start: number; end: number } {
  let from = start;
  let to = end;
  while (from < to && isSpace(text, from)) from += 1;
  while (to > from && isSpace(text, to - 1)) to -= 1;
  return { start: from, end: to };
}
