/** What bytes 0x80–0x9F mean in windows-1252; five of them mean nothing. */
const c1 = '€\uFFFD‚ƒ„…†‡ˆ‰Š‹Œ\uFFFDŽ\uFFFD\uFFFD‘’“”•–—˜™š›œ\uFFFDžŸ';

const unwanted = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFEFF\uFFFE\uFFFF]/g;

/** Text without characters that are no text. */
export interface CleanedText {
  readonly text: string;
  /** Characters taken out. */
  readonly removed: number;
  /** C1 controls read as the windows-1252 characters that they were meant to be. */
  readonly mended: number;
}

/**
 * Takes out what is illegal in XML 1.0 or has no place in text: C0 controls but tab and line ends, DEL, byte order
 * marks inside, non-characters, lone surrogates (become U+FFFD). C1 controls are quotes, dashes and the euro of
 * windows-1252 under a Latin-1 label, and become those: none of U+0080–U+009F is left.
 */
export function cleanControls(raw: string): CleanedText {
  const wellFormed = raw.isWellFormed() ? raw : raw.toWellFormed();
  let removed = 0;
  let mended = 0;
  const text = wellFormed.replace(unwanted, (character) => {
    const code = character.charCodeAt(0);
    if (code >= 0x80 && code <= 0x9f) {
      mended += 1;
      return c1.charAt(code - 0x80);
    }
    removed += 1;
    return '';
  });
  return { text, removed, mended };
}
