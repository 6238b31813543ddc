/** ISO 639 codes that name the same written language for stemming. */
const aliases: ReadonlyMap<string, string> = new Map([
  ['nb', 'no'],
  ['nn', 'no'],
  ['mo', 'ro'],
]);

/** The primary language of a BCP-47 tag in lower case (`fr-CA` → `fr`, `nb` → `no`), or undefined. */
export function primaryLanguage(tag: string | null | undefined): string | undefined {
  const primary = tag?.trim().toLowerCase().split(/[-_]/)[0];
  if (primary === undefined || primary === '') return undefined;
  return aliases.get(primary) ?? primary;
}
