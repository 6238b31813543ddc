import { monthAlternation } from '../dates/index.js';

/*
 * The forms of datelines, on the first 220 characters of a block. `PLACE` never holds digits, brackets or commas, so
 * that the parts cannot run into each other; the window bounds what backtracking can cost.
 */
const place = String.raw`\p{Lu}[\p{L}\p{M}.'’‘\u00A0\-– ]{1,40}?`;
const region = String.raw`[\p{L}\p{M}.'’\- ]{2,40}?`;
const month = `(?:${monthAlternation})`;
const weekdays =
  'mon tue tues wed thu thur thurs fri sat sun monday tuesday wednesday thursday friday saturday sunday ' +
  'lundi mardi mercredi jeudi vendredi samedi dimanche lun mar mer jeu ven sam dim ' +
  'montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag ' +
  'lunes martes miércoles jueves viernes sábado domingo lunedì martedì mercoledì giovedì venerdì sabato domenica ' +
  'segunda terça quarta quinta sexta maandag dinsdag woensdag donderdag vrijdag zaterdag zondag';
const weekday = `(?:(?:${weekdays
  .split(' ')
  .flatMap((name) => [name, name.charAt(0).toUpperCase() + name.slice(1), name.toUpperCase()])
  .join('|')})(?:-feira)?[.,]{0,2}\\s+)?`;

/** A day as datelines write it: `23 mai`, `1er mai 2024`, `12. März`, `3 de marzo de 2023`, `Feb. 1, 2017`, `31/07`. */
export const datePattern = [
  String.raw`\d{1,2}(?:er|º|ª|st|nd|rd|th|\.)?\s*(?:(?:de|of)\s+)?${month}\.?(?![\p{L}])(?:,?\s*(?:(?:de|del)\s+)?\d{4})?`,
  String.raw`${month}\.?\s+\d{1,2}(?:st|nd|rd|th)?(?!\d)(?:,?\s*\d{4})?`,
  String.raw`\d{1,2}[./]\d{1,2}\.?(?:[./]?(?:\d{4}|\d{2}))?(?!\d)`,
].join('|');

const day = String.raw`${weekday}(?:(?:le|a|am|on|den|el)\s+)?(?<date>${datePattern})`;
/** Places: the city, further ones after `/`, a country in brackets or after a comma. */
const places = String.raw`(?<place>${place}(?:\s?/\s?${place})*)(?:\s*\((?<bracketed>[^()\d]{2,30})\))?(?<more>(?:,\s*(?!${month}\.?\s*\d)${region}){0,2})`;
const dash = String.raw`(?:\.\s?[-–—]{1,2}|--|[-–—_‑−](?![\p{L}\p{N}])|[–—])`;
const agency = String.raw`(?:\((?<agency>[^()]{2,60})\)|/(?<slashed>[^/\s][^/]{1,40})/)`;
const names = String.raw`(?<agency>[\p{Lu}][\p{L}\-]{1,20})`;

function form(source: string): RegExp {
  return new RegExp(`^(?:${source})`, 'u');
}

/** One form of a dateline; `trust` says what else must hold before it counts. */
export interface DatelineForm {
  /** What the form cannot do without; looked for once for all forms. */
  readonly needs: 'bracket' | 'digit' | undefined;
  /** What the beginning of a block must hold for the pattern to be worth trying. */
  readonly hint: RegExp | undefined;
  readonly pattern: RegExp;
  /** `open`: any name may stand in the brackets · `known`: the agency must be known · `capitals`: the place must be in capitals. */
  readonly trust: 'open' | 'known' | 'capitals';
}

export const datelineForms: readonly DatelineForm[] = [
  // Paris, 23 mai (AFP) - · MADRID 27 Nov. (EUROPA PRESS) - · BOULDER, Colorado, March 4, 2021 /PRNewswire/ --
  {
    needs: 'bracket',
    hint: undefined,
    pattern: form(`${places}(?:,\\s*|\\s+)${day}\\.?,?\\s*${agency}(?<end>\\s*\\.?\\s*(?:${dash}|=|:))?\\s*`),
    trust: 'open',
  },
  // Berlin (dpa) - · BUENOS AIRES, Argentina (AP) _ · Paris (ats afp) Les …
  {
    needs: 'bracket',
    hint: undefined,
    pattern: form(`${places}\\s*${agency}(?<end>\\s*\\.?\\s*(?:${dash}|=|:))?\\s*`),
    trust: 'known',
  },
  // (ANSA) - ROMA, 1 LUG - · (Bloomberg) --
  {
    needs: 'bracket',
    hint: /^\(/,
    pattern: form(
      `\\((?<agency>[^()]{2,40})\\)\\s*(?<end>${dash})\\s*(?:${places},\\s*${day}\\.?\\s*(?:${dash}\\s*|$))?`,
    ),
    trust: 'known',
  },
  // Jan 30 (Reuters) - Gold rose
  {
    needs: 'bracket',
    hint: /^[^(]{4,30}\(/,
    pattern: form(`${day}\\.?\\s*\\((?<agency>[^()]{2,40})\\)(?<end>\\s*${dash})\\s*`),
    trust: 'known',
  },
  // SAITAMA, Japan, Dec. 9 Kyodo - · PERTH, Oct 3 AAP -
  {
    needs: 'digit',
    hint: /\d\s+\p{Lu}[\p{L}-]+\s*[-–—]/u,
    pattern: form(`${places},\\s*${day}\\s+${names}(?<end>\\s*${dash})\\s+`),
    trust: 'known',
  },
  // Paris, 23 mai – · SALVADOR, Feb 26 -
  {
    needs: 'digit',
    hint: undefined,
    pattern: form(`${places},\\s*${day}\\.?(?<end>\\s*(?:${dash}|:))\\s+`),
    trust: 'open',
  },
  // LONDON — · SEOUL/BUSAN -- · HOUSTON, Texas --
  {
    needs: undefined,
    hint: /^\p{Lu}[\p{Lu} .'’/-]/u,
    pattern: form(`${places}(?<end>\\s*--|\\s+[–—-])\\s+(?=\\S)`),
    trust: 'capitals',
  },
  // a line of its own: Paris, le 23 mai 2022
  {
    needs: 'digit',
    hint: /\d[.\s]*$/,
    pattern: form(`${places},\\s*${day}\\.?(?<end>)\\s*$`),
    trust: 'open',
  },
];
