import { foldLine, foldPhrase } from '../../text/fold.js';
import { withoutFullStop } from '../../text/index.js';
import type { PageWords } from './page-words.js';

/** A picture that a page shows: what is seen, whose it is, and whether it is an old one. */
export interface Picture {
  readonly caption: string;
  readonly credit?: string;
  readonly archive: boolean;
}

interface Findings {
  archive: boolean;
  readonly credit: string[];
}

const segments = /(?<!\s)\s+[–—-]\s+|(?<!\s)\s*\|\s*|(?<!\s)\s+·\s+/u;
const sources =
  /(?<![\p{L}])(?:AFP|AP|DPA|dpa|EFE|EPA|ANSA|APA|Keystone|Reuters|REUTERS|Getty|Imago|IMAGO|ZUMA|Shutterstock|Alamy|Europa Press|Picture[- ]Alliance|picture[- ]alliance|Pool|POOL|Press Wire|Images|Agency|Agence|Agencia|Agentur|AGENCIA|Bildagentur)(?![\p{L}])/u;
const slashed = /\p{L}\s?\/\s?\p{L}/u;
const bracketEnd = /(?<!\s)\s*[([]([^()[\]]{2,120})[)\]]\s*\.?$/u;
const sign = /©|\(c\)\s/i;
const words = /[\p{L}\p{M}\p{N}]+/gu;
const edges = /^[\s–—|·,;:/-]+|(?<![\s–—|·,;:/-])[\s–—|·,;:/-]+$/gu;
const maxCredit = 120;
const maxCaption = 600;

/** The text under one picture; undefined when nothing says that the line belongs to a picture. */
export function readCaption(line: string, lists: PageWords): Picture | undefined {
  if (line.length > maxCaption) return undefined;
  const found: Findings = { archive: false, credit: [] };
  const caption = takeCredits(takeArchiveLabel(line, lists, found), lists, found);
  if (found.credit.length === 0 && !found.archive) return undefined;
  return pictureOf(caption, found, lists);
}

/**
 * The text under a picture that a page gives twice, the longer copy with the credit behind. `shared` is how many
 * words both copies have in common.
 */
export function readCaptionPair(longer: string, shared: number, lists: PageWords): Picture {
  const end = endOfWord(longer, shared);
  const found: Findings = { archive: false, credit: [] };
  const caption = takeCredits(takeArchiveLabel(longer.slice(0, end), lists, found), lists, found);
  for (const part of longer
    .slice(end)
    .replace(/^[.)\]]+/, '')
    .split(segments)) {
    const bare = part.replace(edges, '').replace(/^[([]|[)\]]$/g, '');
    if (bare === '') continue;
    if (isArchiveMark(bare, lists)) found.archive = true;
    else found.credit.push(withoutCreditPhrase(bare, lists));
  }
  return pictureOf(caption, found, lists);
}

/** Takes what is no caption off the end, in whichever order it stands there. */
function takeCredits(line: string, lists: PageWords, found: Findings): string {
  const named = takeLastSentence(
    takeCreditPhrase(takeBrackets(line, lists, found), lists, found),
    lists,
    found,
  );
  return takeBrackets(takeSegments(takeBrackets(named, lists, found), lists, found), lists, found);
}

/** `… en mínimos históricos. EFE/Marta Quiroga` */
function takeLastSentence(line: string, lists: PageWords, found: Findings): string {
  const stop = line.replace(/\.$/, '').lastIndexOf('. ');
  const last = stop === -1 ? '' : line.slice(stop + 2).trim();
  if (last === '' || opensWithCredit(last, lists) > 0 || !isCredit(last, lists)) return line;
  found.credit.push(withoutCreditPhrase(last, lists));
  return line.slice(0, stop + 1);
}

function pictureOf(caption: string, { archive, credit }: Findings, lists: PageWords): Picture {
  const names = credit.filter((part) => part !== '').join(' / ');
  return {
    caption: withoutFullStop(caption.replace(edges, '')),
    archive: archive || speaksOfArchive(caption, lists),
    ...(names === '' ? {} : { credit: names }),
  };
}

/** `…, en una imagen de archivo`: an archive phrase of several words within the caption. */
function speaksOfArchive(caption: string, lists: PageWords): boolean {
  const folded = foldPhrase(caption);
  return [...lists.archive].some((phrase) => phrase.includes(' ') && folded.includes(phrase));
}

/** Where the n-th word of a text ends. */
function endOfWord(text: string, count: number): number {
  let seen = 0;
  for (const match of text.matchAll(words)) {
    seen += 1;
    if (seen === count) return match.index + match[0].length;
  }
  return text.length;
}

function isArchiveMark(part: string, lists: PageWords): boolean {
  return lists.archive.has(foldPhrase(part.replace(/(?<![.:])[.:]+$/, '')));
}

/** `Archivbild: …`, `FILE PHOTO: …`, `Archivo. …` */
function takeArchiveLabel(line: string, lists: PageWords, found: Findings): string {
  const label = /^([^:.]{4,40})[:.]\s+/u.exec(line);
  if (label?.[1] === undefined || !isArchiveMark(label[1], lists)) return line;
  found.archive = true;
  return line.slice(label[0].length);
}

/** `(Archivbild)`, `(Foto: …)`, `(AFP/…)` at the end, one behind the other. */
function takeBrackets(line: string, lists: PageWords, found: Findings): string {
  let text = line;
  for (let match = bracketEnd.exec(text); match?.[1] !== undefined; match = bracketEnd.exec(text)) {
    const inside = match[1];
    if (isArchiveMark(inside, lists)) found.archive = true;
    else if (isCredit(inside, lists)) found.credit.unshift(withoutCreditPhrase(inside, lists));
    else break;
    text = text.slice(0, match.index);
  }
  return text;
}

/** `… in Kiew. Foto: Max Muster/Inselpost`; `Foto: …` before a caption is only a label. */
function takeCreditPhrase(line: string, lists: PageWords, found: Findings): string {
  const folded = foldLine(line);
  for (let colon = folded.indexOf(':'); colon !== -1; colon = folded.indexOf(':', colon + 1)) {
    const before = folded.slice(0, colon);
    const from = Math.max(before.lastIndexOf('. '), before.lastIndexOf(', '), before.lastIndexOf(' - ')) + 1;
    const start = from + (/^[\s,.-]*/.exec(folded.slice(from))?.[0].length ?? 0);
    const length = lists.credit(folded.slice(start));
    const name = line.slice(colon + 1).trim();
    if (
      length === 0 ||
      folded.slice(start + length, colon).trim() !== '' ||
      name === '' ||
      name.length > maxCredit
    )
      continue;
    if (start === 0 && !isName(name)) return name;
    found.credit.push(name.replace(/\.$/, ''));
    return line.slice(0, start);
  }
  return line;
}

/** Takes archive marks and the credit out of parts between dashes; gives what is left as it stood. */
function takeSegments(text: string, lists: PageWords, found: Findings): string {
  const parts = text.split(segments).map((part) => part.trim());
  let last = parts.length - 1;
  for (; last > 0; last--) {
    const part = parts[last] ?? '';
    if (part === '') continue;
    if (isArchiveMark(part, lists)) found.archive = true;
    else if (isCredit(part, lists)) found.credit.unshift(withoutCreditPhrase(part, lists));
    else break;
  }
  let first = 0;
  while (first < last && isArchiveMark(parts[first] ?? '', lists)) {
    found.archive = true;
    first += 1;
  }
  const [opening = '', closing = ''] = [parts[first], parts[last]];
  if (first === last) return opening;
  const start = text.indexOf(opening);
  return text.slice(start, text.lastIndexOf(closing) + closing.length);
}

function isCredit(part: string, lists: PageWords): boolean {
  if (part.length > maxCredit) return false;
  return (
    sign.test(part) ||
    opensWithCredit(part, lists) > 0 ||
    (isName(part) && (slashed.test(part) || sources.test(part)))
  );
}

function isName(text: string): boolean {
  return text.split(/\s+/).length <= 9 && !/\s\p{Ll}{4,}\s\p{Ll}/u.test(text);
}

/** Length of a credit phrase that a name follows. */
function opensWithCredit(part: string, lists: PageWords): number {
  const length = lists.credit(foldLine(part));
  const mark = length === 0 ? null : /^\s*(?::|by\b|von\b|©)\s*|^\s+(?=\p{Lu})/iu.exec(part.slice(length));
  return mark === null ? 0 : length + mark[0].length;
}

function withoutCreditPhrase(part: string, lists: PageWords): string {
  return part
    .slice(opensWithCredit(part, lists))
    .replace(/^(?:[\s:©/]|\(c\))+/iu, '')
    .replace(/\.$/, '')
    .trim();
}
