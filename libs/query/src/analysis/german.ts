import { stemmer } from '@orama/stemmers/german';

const vowels = 'aeiouy';

/**
 * The German stemmer of the Snowball project in the state that PostgreSQL 18 carries: the packaged (older) algorithm
 * plus what was added since. Written-out umlauts are read as umlauts (`Muenchen` = `München`), `-ln` and the
 * feminine `-erin`, `-erinnen` are suffixes, `system` keeps its end.
 * Expects a folded word.
 */
export function stemGerman(word: string): string {
  const umlauted = word.replace(/qu|ae|oe|ue/g, (pair, at: number) => {
    if (pair === 'ae') return 'ä';
    if (pair === 'oe') return 'ö';
    return pair === 'qu' || (at > 0 && vowels.includes(word.charAt(at - 1))) ? pair : 'ü';
  });
  if (umlauted.endsWith('system')) return foldUmlauts(umlauted);
  return stemmer(shortenEnd(umlauted));
}

function shortenEnd(word: string): string {
  const suffix = /(?:erin|erinnen|ln|lns)$/.exec(word);
  if (suffix === null || suffix.index < regionOne(word)) return word;
  return word.slice(0, suffix.index) + (suffix[0].startsWith('e') ? 'er' : 'l');
}

/** The offset of region R1: after the first consonant that follows a vowel, and never within three letters. */
function regionOne(word: string): number {
  const start = /^[^aeiouyäöü]*[aeiouyäöü]+[^aeiouyäöü]/.exec(word);
  return start === null ? word.length : Math.max(3, start[0].length);
}

function foldUmlauts(word: string): string {
  return word.replaceAll('ä', 'a').replaceAll('ö', 'o').replaceAll('ü', 'u');
}
