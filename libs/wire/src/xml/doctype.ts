/** A document type declaration that was cut out of a document. */
export interface Doctype {
  /** The document without it. */
  readonly text: string;
  /** Names of general entities that its internal subset declares; they are never expanded. */
  readonly entities: ReadonlySet<string>;
}

const declaration = /^(?:\s|<\?[^>]*>|<!--(?:[^-]|-(?!->))*-->)*<!DOCTYPE/i;

/**
 * Cuts the document type out: external subsets are never fetched and internal ones never read, whatever they declare.
 * Quotes, comments and square brackets inside it are stepped over; one that never ends is left for the parser to refuse.
 */
export function withoutDoctype(text: string): Doctype {
  const none: Doctype = { text, entities: new Set() };
  const found = declaration.exec(text.slice(0, 65_536));
  if (found === null) return none;
  const start = found[0].length - '<!DOCTYPE'.length;
  let brackets = 0;
  for (let index = found[0].length; index < text.length; index += 1) {
    const character = text[index];
    if (character === '"' || character === "'") {
      const end = text.indexOf(character, index + 1);
      if (end < 0) return none;
      index = end;
    } else if (text.startsWith('<!--', index)) {
      const end = text.indexOf('-->', index + 4);
      if (end < 0) return none;
      index = end + 2;
    } else if (character === '[') brackets += 1;
    else if (character === ']') brackets -= 1;
    else if (character === '>' && brackets <= 0) {
      const subset = text.slice(start, index + 1);
      return { text: text.slice(0, start) + text.slice(index + 1), entities: declaredEntities(subset) };
    }
  }
  return none;
}

function declaredEntities(subset: string): Set<string> {
  const names = new Set<string>();
  for (const match of subset.matchAll(/<!ENTITY\s+([^\s%"'<>]{1,64})\s/g)) {
    if (match[1] !== undefined) names.add(match[1]);
  }
  return names;
}
