import { kinds, kindsAt } from '../../text/character-kinds.js';
import { endsSentence, endsWithMark, firstSentence } from '../../text/index.js';

/** From this length on a line is prose whatever it ends with. */
const proseLength = 200;
const maxTitle = 220;
/** Words from which two sentences are copy even if the last one is not closed. */
const minTwoSentences = 8;
/** A short line that ends in a quotation may be a title: `Ministro: "No habrá tregua"`. */
const maxQuotingTitle = 120;
const listMark = /^(?:[•·▪■●►▶»›→➤*+–—-]|\d{1,3}[.)]\s|\(\d)/u;
const address = /^(?:https?:\/\/|www\.)\S+$/i;
const realWord = /\p{L}{4,}|\p{Lo}{2,}/u;
const insideWords = new Set([0x27, 0x2019, 0x2e, 0x2d]);

/** How many words a line has: letters, digits and what stands between them (`'’.-`). */
export function wordsIn(line: string): number {
  let count = 0;
  let inWord = false;
  for (let at = 0; at < line.length; at++) {
    const code = line.charCodeAt(at);
    // Text is well-formed here: a second half stands behind its first.
    if ((code & 0xfc00) === 0xdc00) continue;
    const kind = kindsAt(line, at);
    const opens = (kind & (kinds.letter | kinds.digit)) !== 0;
    if (opens && !inWord) count += 1;
    inWord = opens || (inWord && ((kind & kinds.mark) !== 0 || insideWords.has(code)));
  }
  return count;
}

/** Running copy: a sentence of at least three words, or simply long. */
export function isProse(line: string): boolean {
  if (line.length >= proseLength) return true;
  const count = wordsIn(line);
  return (count >= 3 && endsSentence(line)) || (count >= minTwoSentences && firstSentence(line) !== line);
}

/** May be a title: short, not closed like a sentence, no member of a list. */
export function isTitleLike(line: string): boolean {
  return (
    line.length <= maxTitle &&
    !(line.length <= maxQuotingTitle ? endsWithMark(line) : endsSentence(line)) &&
    firstSentence(line) === line &&
    !listMark.test(line) &&
    !address.test(line) &&
    wordsIn(line) >= 2
  );
}

/** May stand as a headline: as a title, or one single sentence that a page closed with a full stop; not a mere date. */
export function mayBeHeadline(line: string): boolean {
  return line.length <= maxTitle && wordsIn(line) >= 2 && realWord.test(line) && firstSentence(line) === line;
}

/** All letters in capitals. */
export function isCapitals(line: string): boolean {
  return line === line.toUpperCase() && /\p{Lu}/u.test(line);
}
