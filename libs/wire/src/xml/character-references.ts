import { decodeHTMLStrict } from 'entities';

/** What windows-1252 has at 0x80–0x9F: references such as `&#147;` mean these, never the C1 controls. */
const windows1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** A character that has no place in copy: C0 controls but white space, C1 controls, non-characters. */
export const faultyCharacter = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/;
const faultyCharacters = new RegExp(faultyCharacter, 'g');

/** Drops what XML forbids and reads C1 controls, that only wrong charsets make, as windows-1252. */
export function cleanCharacters(text: string): string {
  return text.replace(faultyCharacters, (character) => {
    const code = character.charCodeAt(0);
    const replacement = code >= 0x80 && code <= 0x9f ? windows1252[code - 0x80] : undefined;
    return replacement === undefined || faultyCharacter.test(replacement) ? '' : replacement;
  });
}

/** The character a numeric reference means, `''` for one that XML forbids, undefined when it is no number. */
export function numericReference(reference: string): string | undefined {
  const hex = /^#[xX]([0-9a-fA-F]{1,8})$/.exec(reference);
  const decimal = hex === null ? /^#([0-9]{1,9})$/.exec(reference) : null;
  const code =
    hex?.[1] !== undefined ? parseInt(hex[1], 16) : decimal?.[1] !== undefined ? Number(decimal[1]) : NaN;
  if (Number.isNaN(code)) return undefined;
  return isXmlCharacter(code) ? cleanCharacters(String.fromCodePoint(code)) : '';
}

/** The text of a named entity of XML or HTML (`eacute`, `nbsp`), undefined for any other name. */
export function namedEntity(name: string): string | undefined {
  if (!/^[A-Za-z][A-Za-z0-9]{1,31}$/.test(name)) return undefined;
  const reference = `&${name};`;
  const text = decodeHTMLStrict(reference);
  return text === reference ? undefined : text;
}

/** Resolves references once; a bare `&` and names nobody knows stay as they are written. */
export function decodeReferences(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(#?[A-Za-z0-9]{1,32});/g, (whole, name: string) => {
    return (name.startsWith('#') ? numericReference(name) : namedEntity(name)) ?? whole;
  });
}

function isXmlCharacter(code: number): boolean {
  return (
    code === 0x9 ||
    code === 0xa ||
    code === 0xd ||
    (code >= 0x20 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfffd) ||
    (code >= 0x10000 && code <= 0x10ffff)
  );
}
