const minStart = 12;
/** So much of a title at the end of a line is no accident, even without the marks of a cut. */
const minUncut = 25;
const titleTag = /^\s*(?:[-|–—·»:]\s*\S+(?:\s+\S+){0,5})?$/u;

/**
 * Whether a line repeats a title as pages do: the very title again, the title behind menu words and cut off
 * (`Accueil Monde Le gouvernement annonce une…`), or the title before the name of the outlet (`… | Ostkurier`).
 * Both folded.
 */
export function isCopyOf(folded: string, foldedTitle: string): boolean {
  const wanted = withoutEnd(foldedTitle);
  const cut = cutOff(folded);
  const bare = withoutEnd(folded);
  if (bare === wanted) return true;
  if (bare.startsWith(wanted) && titleTag.test(bare.slice(wanted.length))) return true;
  const at = bare.lastIndexOf(wanted.slice(0, minStart));
  if (wanted.length < minStart || at === -1) return false;
  const tail = bare.slice(at);
  if (cut || tail.length >= minUncut) return wanted.startsWith(tail) && (cut || at > 0);
  return at > 0 && tail === wanted;
}

const words = /[\p{L}\p{M}\p{N}]+/gu;
const minShared = 3;

/** Whether a line ends in the marks of a cut. */
function cutOff(line: string): boolean {
  const end = line.trimEnd();
  return end.endsWith('..') || end.endsWith('…');
}

/** The line without blanks, full stops and marks of a cut at its end. */
function withoutEnd(line: string): string {
  let end = line.length;
  while (end > 0 && ' .…'.includes(line.charAt(end - 1))) end -= 1;
  return line.slice(0, end);
}

/** How many words two folded lines share when one opens with all words of the other; 0 when it does not. */
export function sharedOpening(one: string, other: string): number {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  const wanted = short.match(words) ?? [];
  const found = long.match(words) ?? [];
  return wanted.length >= minShared && wanted.every((word, at) => found[at] === word) ? wanted.length : 0;
}
