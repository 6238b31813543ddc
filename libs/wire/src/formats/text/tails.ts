import { readAgencies } from '../../text/agency-names.js';
import { patternOf, type Profile } from '../../profiles/index.js';

const endMarks =
  /^(?:N{3,4}|#{1,5}|-\s?30\s?-|\*(?:\s?\*){1,5}|_{2,}|-{3,}|\.\/\.(?:[A-Z]{2,5})?|-?\s?(?:ends?|fin|ende|fine|fim|einde|more|suite|sigue|segue|mehr folgt|a suivre|à suivre)\s?[-/]?|\((?:fin|ends?|ende|more|suite|sigue|segue|mehr|cont)\.?\))\.?$/iu;
/** `abc/def`, `dpa/lni`, `daa/mt/msr`, `VDH/FUL/`. */
const initials = /^[(]?[\p{L}]{2,6}(?:[/.][\p{L}]{1,6}){1,4}[/]?[)]?$/u;
/** `dpa wsz jln npr`: an agency and the initials of its people. */
const agencyAndInitials = /^\(?(\p{L}[\p{L}.-]{1,20})((?:[ /]\p{Ll}{1,4}){1,5})\)?$/u;
const reporters =
  /^\((?:Reporting|Writing|Additional reporting|Editing|Compiled|Translated|Edited|Reportage|Rédaction|Editado|Redacción|Información|Bearbeitet|Redaktion)\b.{0,400}\)?$/iu;
const maxTailLines = 4;

/**
 * Last lines that are not copy: end marks, sign-offs by initials, the agency's name, lists of those who wrote and
 * edited, and what the profile adds. Takes them off the end of a list of paragraphs.
 */
export function withoutTail(
  paragraphs: readonly string[],
  signers: readonly string[],
  patterns: Profile['tails'],
): string[] {
  const kept = [...paragraphs];
  for (let taken = 0; taken < maxTailLines && kept.length > 1; taken++) {
    const last = kept.at(-1) ?? '';
    if (!isTail(last, signers)) break;
    kept.pop();
  }
  const last = kept.at(-1);
  if (last !== undefined)
    kept[kept.length - 1] = withoutSignature(withoutProfileTail(last, patterns), signers);
  return kept.filter((paragraph) => paragraph !== '');
}

/** Whether a line is a sign-off. */
export function isTail(line: string, signers: readonly string[]): boolean {
  if (line.length > 450) return false;
  if (endMarks.test(line) || initials.test(line) || reporters.test(line)) return true;
  const signed = agencyAndInitials.exec(line);
  if (signed?.[1] !== undefined && readAgencies(signed[1], signers).known) return true;
  return line.length <= 40 && isAgencyName(line, signers);
}

const together = /^(?:avec|with|mit|con|und|source|quelle|fuente)\s*:?\s+(?=\p{Lu}|dpa|ats|sda)/iu;

/** `EFE`, `(ANSA).`, `EUROPA PRESS`, `AAP RTV` */
function isAgencyName(line: string, signers: readonly string[]): boolean {
  const bare = line.replace(/^[\s(–—-]+|(?<![\s).–—-])[\s).–—-]+$/gu, '').replace(together, '');
  if (bare === '' || bare.split(' ').length > 3) return false;
  const first = bare.split(' ')[0] ?? '';
  return (
    readAgencies(bare, signers).known ||
    (bare !== first && bare === bare.toUpperCase() && readAgencies(first, signers).known)
  );
}

const signature = /(?<=[.!?…»”"])\s+\(?(\p{Lu}[\p{L}. -]{1,24})\)?\.?$/u;

/** `… hasta septiembre. EFE` */
function withoutSignature(paragraph: string, signers: readonly string[]): string {
  const start = Math.max(0, paragraph.length - 60);
  const end = paragraph.slice(start);
  const name = signature.exec(end)?.[1];
  if (name === undefined || !readAgencies(name, signers).known) return paragraph;
  return paragraph.slice(0, start) + end.replace(signature, '');
}

const maxProfileTail = 300;

function withoutProfileTail(paragraph: string, patterns: Profile['tails']): string {
  const start = Math.max(0, paragraph.length - maxProfileTail);
  let end = paragraph.slice(start);
  for (const source of patterns) end = end.replace(patternOf(source), '');
  return (paragraph.slice(0, start) + end).trimEnd();
}
