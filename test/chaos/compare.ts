/** What one set has and the other lacks, as a few words with a few ids; empty = they are equal. */
export function differences(what: string, left: ReadonlySet<string>, right: ReadonlySet<string>): string[] {
  const missing = [...left].filter((id) => !right.has(id));
  const extra = [...right].filter((id) => !left.has(id));
  return [...several(`${what} missing`, missing), ...several(`${what} too many`, extra)];
}

/** Where two maps differ, as a few words with a few ids; empty = they are equal. */
export function unequal(
  where: string,
  wanted: ReadonlyMap<string, number>,
  found: ReadonlyMap<string, number | null>,
): string[] {
  const ids = new Set([...wanted.keys(), ...found.keys()]);
  const wrong = [...ids].filter((id) => wanted.get(id) !== found.get(id));
  return several(
    `${where} differs`,
    wrong.map((id) => `${id} (${found.get(id) ?? 'none'} for ${wanted.get(id) ?? 'none'})`),
  );
}

function several(what: string, ids: readonly string[]): string[] {
  return ids.length === 0 ? [] : [`${what}: ${ids.length}, among them ${ids.slice(0, 3).join(', ')}`];
}
