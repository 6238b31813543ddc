import { tidy } from '../dispatch/tidy.js';

/**
 * A JSON document: no string holds a lone surrogate or a control character; members without a value and empty lists
 * are left out, but for those that a format demands.
 */
export function jsonDocument(
  value: Readonly<Record<string, unknown>>,
  demanded: readonly string[] = [],
): string {
  const empty: Record<string, unknown> = Object.fromEntries(demanded.map((name) => [name, []]));
  const tidied = tidy(value, { removed: 0 }) as Record<string, unknown>;
  return `${JSON.stringify({ ...empty, ...tidied }, undefined, 2)}\n`;
}
