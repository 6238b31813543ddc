/** A run of words that both texts have, or only the older (`removed`) or the newer (`added`). */
export interface DiffPart {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** Beyond this many edits the middle is told as replaced whole: the work is bounded for any two texts. */
const editsAtMost = 2_000;
const wordOrGap = /[\p{L}\p{N}\p{M}]+|\s+|[^\p{L}\p{N}\p{M}\s]/gu;

/**
 * The difference of two texts by words, after Myers, "An O(ND) Difference Algorithm" (1986). Joining all but the
 * added parts gives the older text, all but the removed ones the newer.
 */
export function wordDiff(older: string, newer: string): DiffPart[] {
  const a = older.match(wordOrGap) ?? [];
  const b = newer.match(wordOrGap) ?? [];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (
    end < a.length - start &&
    end < b.length - start &&
    a[a.length - 1 - end] === b[b.length - 1 - end]
  ) {
    end += 1;
  }
  const parts: DiffPart[] = [];
  append(parts, 'same', a.slice(0, start));
  for (const part of middle(a.slice(start, a.length - end), b.slice(start, b.length - end))) {
    append(parts, part.kind, [part.text]);
  }
  append(parts, 'same', a.slice(a.length - end));
  return parts;
}

function append(parts: DiffPart[], kind: DiffPart['kind'], words: readonly string[]): void {
  const text = words.join('');
  if (text === '') return;
  const last = parts.at(-1);
  if (last?.kind === kind) parts[parts.length - 1] = { kind, text: last.text + text };
  else parts.push({ kind, text });
}

function middle(a: readonly string[], b: readonly string[]): DiffPart[] {
  const trail = a.length === 0 || b.length === 0 ? undefined : furthestReaching(a, b);
  if (trail) return walkBack(trail, a, b);
  return [
    { kind: 'removed', text: a.join('') },
    { kind: 'added', text: b.join('') },
  ];
}

/** For each number of edits, how far along `a` each diagonal came before it; undefined when it takes too many. */
function furthestReaching(a: readonly string[], b: readonly string[]): Int32Array[] | undefined {
  const most = Math.min(a.length + b.length, editsAtMost);
  const reached = new Int32Array(2 * most + 3);
  const trail: Int32Array[] = [];
  for (let edits = 0; edits <= most; edits += 1) {
    trail.push(reached.slice(most + 1 - edits - 1, most + 1 + edits + 2));
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const at = most + 1 + diagonal;
      const down = diagonal === -edits || (diagonal !== edits && reached[at - 1]! < reached[at + 1]!);
      let x = down ? reached[at + 1]! : reached[at - 1]! + 1;
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x += 1;
      reached[at] = x;
      if (x >= a.length && x - diagonal >= b.length) return trail;
    }
  }
  return undefined;
}

function walkBack(trail: readonly Int32Array[], a: readonly string[], b: readonly string[]): DiffPart[] {
  const backwards: DiffPart[] = [];
  let x = a.length;
  let y = b.length;
  for (let edits = trail.length - 1; edits >= 0; edits -= 1) {
    const before = trail[edits]!;
    // the slice of this step begins at diagonal -edits - 1
    const reachedOn = (diagonal: number): number => before[diagonal + edits + 1]!;
    const diagonal = x - y;
    const down =
      diagonal === -edits || (diagonal !== edits && reachedOn(diagonal - 1) < reachedOn(diagonal + 1));
    const previous = down ? diagonal + 1 : diagonal - 1;
    const beforeX = edits === 0 ? 0 : reachedOn(previous);
    const beforeY = edits === 0 ? 0 : beforeX - previous;
    while (x > beforeX && y > beforeY) {
      backwards.push({ kind: 'same', text: a[x - 1]! });
      x -= 1;
      y -= 1;
    }
    if (edits === 0) break;
    if (down) backwards.push({ kind: 'added', text: b[beforeY]! });
    else backwards.push({ kind: 'removed', text: a[beforeX]! });
    x = beforeX;
    y = beforeY;
  }
  return backwards.reverse();
}
