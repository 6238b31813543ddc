const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Anything but characters that never make one with their neighbours; the segmenter takes long to say the same. */
const mayJoin = /[^\n\x20-\x7e\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u20ac]/;

/** The first `max` characters as readers count them: an emoji or an accented letter is never split. */
export function cutGraphemes(text: string, max: number): string {
  if (text.length <= max) return text;
  if (!mayJoin.test(text.slice(0, max + 1))) return text.slice(0, max);
  let end = 0;
  let count = 0;
  // A grapheme of more than 32 code units is no writing; the window keeps the walk short on long texts.
  for (const { segment } of graphemes.segment(text.slice(0, max * 32))) {
    if (count === max) break;
    count += 1;
    end += segment.length;
  }
  return text.slice(0, end);
}

/** Cuts at the last word that fits and marks the cut by an ellipsis; short text comes back as it is. */
export function cutWords(text: string, max: number): string {
  const cut = cutGraphemes(text, max);
  if (cut.length === text.length) return text;
  const room = cutGraphemes(text, max - 1);
  const blank = room.lastIndexOf(' ');
  return `${(blank > max / 2 ? room.slice(0, blank) : room).trimEnd()}…`;
}
