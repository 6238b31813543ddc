/** A condition on an ordered value as typed: `x`, `=x`, `<x`, `<=x`, `>x`, `>=x`, `a..b`, `a..`, `..b`. */
export type Bounds =
  | { readonly type: 'is' | 'below' | 'upTo' | 'from' | 'above'; readonly value: string }
  | { readonly type: 'between'; readonly low: string; readonly high: string };

const comparisons = {
  '<=': 'upTo',
  '≤': 'upTo',
  '>=': 'from',
  '≥': 'from',
  '<': 'below',
  '>': 'above',
} as const;

/** Reads the operators of a condition; the values stay text. Undefined when a value is missing. */
export function readBounds(text: string): Bounds | undefined {
  const trimmed = text.trim();
  const range = trimmed.indexOf('..');
  if (range >= 0) return readRange(trimmed.slice(0, range).trim(), trimmed.slice(range + 2).trim());
  for (const [sign, type] of Object.entries(comparisons)) {
    if (trimmed.startsWith(sign)) return valued(type, trimmed.slice(sign.length));
  }
  return valued('is', trimmed.startsWith('=') ? trimmed.slice(1) : trimmed);
}

function readRange(low: string, high: string): Bounds | undefined {
  if (low === '') return valued('upTo', high);
  return high === '' ? valued('from', low) : { type: 'between', low, high };
}

function valued(type: Exclude<Bounds['type'], 'between'>, text: string): Bounds | undefined {
  const value = text.trim();
  return value === '' ? undefined : { type, value };
}
