import { tidy } from '../dispatch/tidy.js';

/** A JSON document: no string holds a lone surrogate or a control character, members without a value are left out. */
export function jsonDocument(value: Readonly<Record<string, unknown>>): string {
  return `${JSON.stringify(tidy(value, { removed: 0 }), undefined, 2)}\n`;
}
