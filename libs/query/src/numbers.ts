import type { RangeNode } from './ast.js';
import { readBounds } from './bounds.js';
import type { NumberField } from './fields.js';

/** Reads a condition on a whole number (at most 15 digits); undefined when it cannot be read. Swapped ends are put right. */
export function readNumbers(field: NumberField, text: string): RangeNode | undefined {
  const bounds = readBounds(text);
  if (bounds === undefined) return undefined;
  if (bounds.type === 'between') {
    const low = readNumber(bounds.low);
    const high = readNumber(bounds.high);
    if (low === undefined || high === undefined) return undefined;
    return { kind: 'range', field, min: Math.min(low, high), max: Math.max(low, high) };
  }
  const value = readNumber(bounds.value);
  if (value === undefined) return undefined;
  const limits = {
    is: { min: value, max: value },
    from: { min: value, max: null },
    above: { min: value + 1, max: null },
    upTo: { min: null, max: value },
    below: { min: null, max: value - 1 },
  };
  return { kind: 'range', field, ...limits[bounds.type] };
}

function readNumber(text: string): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
