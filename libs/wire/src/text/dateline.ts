import type { Dateline } from '#contracts';
import { formatDay, isDay, monthOf, yearOf } from '../dates/index.js';
import type { Profile } from '../profiles/profile.js';
import { patternOf } from '../profiles/source-pattern.js';
import { readAgencies, type AgencyReading } from './agency-names.js';
import { countryOf } from './countries.js';
import { datelineForms, type DatelineForm } from './dateline-patterns.js';
import { foldPhrase } from './fold.js';
import { isSignalMark } from './signal-marks.js';

/** A dateline and the text without it. */
export interface DatelineReading {
  readonly dateline: Dateline;
  /** Index of the block that it stood in. */
  readonly index: number;
  /** The blocks with the dateline cut off; a block that held nothing else is gone. */
  readonly rest: string[];
}

type DatelineProfile = Pick<Profile, 'agencies' | 'datelines'>;

/** A headline, a byline or a note may come first, but a dateline opens the copy. */
const maxBlocks = 5;
const window = 220;
/** Credit of a picture that scraped copy glues before the dateline: `(Photo by X/Xinhua)`. */
const gluedCredit = /^\((?:Photo|Xinhua)[^)]{0,120}\)\s*/u;
const digit = /\d/;
const canStart = /^[\p{Lu}(\d]/u;
const mark = /[(/–—_‑−=:-]|\d/u;

/**
 * Finds the dateline in the first blocks of a text. Bracketed names count as an agency when a date stands before
 * them, when they are known, when they look like an outlet's address, or when the place is in capitals and a dash
 * follows: `Angela Merkel (CDU) - ` is none. A year that is not written is taken from the received time.
 */
export function readDateline(
  blocks: readonly string[],
  profile: DatelineProfile,
  receivedAt: Date,
): DatelineReading | undefined {
  for (let index = 0; index < Math.min(blocks.length, maxBlocks); index++) {
    const block = blocks[index] ?? '';
    const found = datelineOf(block, profile, receivedAt);
    if (found === undefined) continue;
    const text = block.slice(found.length).trimStart();
    const rest = [...blocks];
    if (text === '') rest.splice(index, 1);
    else rest[index] = text;
    return { dateline: found.dateline, index, rest };
  }
  return undefined;
}

/** The dateline that one block opens with, and how many characters it takes. */
export function datelineOf(
  block: string,
  profile: DatelineProfile,
  receivedAt: Date,
): { dateline: Dateline; length: number } | undefined {
  if (!canStart.test(block)) return undefined;
  const skipped = gluedCredit.exec(block)?.[0].length ?? 0;
  const head = block.slice(skipped, skipped + window);
  if (!mark.test(head)) return undefined;
  for (const source of profile.datelines) {
    const match = patternOf(source).exec(head);
    if (match?.index === 0 && match[0] !== '') return finish(match, skipped, profile, receivedAt);
  }
  const has = { digit: digit.test(head), bracket: head.includes('(') || head.includes('/') };
  for (const form of datelineForms) {
    if (form.needs !== undefined && !has[form.needs]) continue;
    const match = form.hint?.test(head) === false ? null : form.pattern.exec(head);
    if (match && isTrusted(match, form, profile)) return finish(match, skipped, profile, receivedAt);
  }
  return undefined;
}

function isTrusted(match: RegExpExecArray, form: DatelineForm, profile: DatelineProfile): boolean {
  const groups = match.groups ?? {};
  const place = groups.place ?? '';
  const capitals = place !== '' && place === place.toUpperCase();
  if (isSignalMark(place)) return false;
  if (form.trust === 'capitals') return capitals && place.split(/\s+/).length <= 5;
  const agency = groups.agency ?? groups.slashed;
  if (form.trust === 'open') return agency === undefined || !/\d{3}/.test(agency);
  if (agency === undefined) return false;
  const reading = readAgencies(agency, profile.agencies);
  if (reading.known || reading.domain) return true;
  return (
    groups.slashed === undefined &&
    groups.end !== undefined &&
    groups.place !== undefined &&
    mayBeAgency(reading, capitals)
  );
}

/** Names in brackets behind a person: parties and the like are short or known as none. */
const notAgencies = new Set(
  [
    'Grüne',
    'Die Grünen',
    'Bündnis 90/Die Grünen',
    'Linke',
    'Die Linke',
    'parteilos',
    'Freie Wähler',
    'Labour',
    'Tory',
    'Conservative',
    'Republican',
    'Democrat',
    'Liberal',
    'Les Verts',
    'Renaissance',
    'Podemos',
    'Ciudadanos',
    'Sumar',
    'Fidesz',
    'Likud',
  ].map(foldPhrase),
);
const minOpenAgency = 5;

/** Whether an unknown name without a date before it may be an agency. */
function mayBeAgency({ names }: AgencyReading, capitals: boolean): boolean {
  return names.every(
    (name) =>
      /^[\p{L}][\p{L}\p{M}.'’ -]*$/u.test(name) &&
      name.split(' ').length <= 3 &&
      !notAgencies.has(foldPhrase(name)) &&
      (capitals || (name.length >= minOpenAgency && /^\p{Lu}/u.test(name))),
  );
}

function finish(
  match: RegExpExecArray,
  skipped: number,
  profile: DatelineProfile,
  receivedAt: Date,
): { dateline: Dateline; length: number } {
  const groups = match.groups ?? {};
  const agency = groups.agency ?? groups.slashed;
  const place = groups.place?.trim();
  const country = countryOf([groups.bracketed, ...(groups.more ?? '').split(',')]);
  const date = groups.date === undefined ? undefined : readDay(groups.date, receivedAt);
  return {
    dateline: {
      text: match[0].trim(),
      ...(place === undefined ? {} : { place }),
      ...(country === undefined ? {} : { country }),
      ...(date === undefined ? {} : { date }),
      agencies: agency === undefined ? [] : readAgencies(agency, profile.agencies).names,
    },
    length: skipped + match[0].length,
  };
}

const wordsAndNumbers = /\p{L}+|\d+/gu;

/** `YYYY-MM-DD` of a day as datelines write it; undefined when no such day exists. */
function readDay(raw: string, receivedAt: Date): string | undefined {
  const tokens = raw.match(wordsAndNumbers) ?? [];
  const named = tokens
    .map((token) => (/^\d/.test(token) ? undefined : monthOf(token)))
    .find((found) => found !== undefined);
  const numbers = tokens.filter((token) => /^\d/.test(token)).map(Number);
  const day = numbers[0];
  const month = named ?? numbers[1];
  if (day === undefined || month === undefined) return undefined;
  const written = numbers[named === undefined ? 2 : 1];
  const year =
    written === undefined ? yearOf(month, day, receivedAt) : written < 100 ? 2000 + written : written;
  return year !== undefined && isDay(year, month, day) ? formatDay(year, month, day) : undefined;
}
