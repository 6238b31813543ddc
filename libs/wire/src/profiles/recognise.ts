import { escapeRegExp } from '../text/escape-reg-exp.js';
import { foldPhrase } from '../text/fold.js';
import { defaultProfile, defaultProfileId, loadProfiles } from './catalog.js';
import type { Profile } from './profile.js';

/** So much of a document says who sent it. */
const headLength = 4_096;
const structured = /^\s*[<{[]/;
const bracketed = /\(([^()\n]{2,40})\)/g;
/** Header of a teleprinter line, which ends in who files and a number: `bdt0312 4 pl 231  xyz 0045`. */
const filedBy = /^\W{0,8}\p{L}{2,5}\d{2,6} +[1-9] [^\n]{0,60}? (\p{L}{2,12}) \d{3,5}\s*$/mu;

/**
 * The profile that belongs to a document nobody named a profile for: by beginnings of ids, provider codes and
 * strings that only one provider's documents carry, and by who signs the dateline. The first mark in the document
 * decides: copy of one agency may name others further down. The default profile when none fits.
 */
export function recogniseProfile(text: string): Profile {
  const head = text.length > headLength ? text.slice(0, headLength) : text;
  const isStructured = structured.test(head);
  const filing = isStructured ? undefined : agencies().get(foldPhrase(filedBy.exec(head)?.[1] ?? ''));
  if (filing !== undefined) return filing;
  const { pattern, profiles } = isStructured ? marksOfDocuments() : marksOfTexts();
  const found = pattern.exec(head);
  const bestAt = found?.index ?? Infinity;
  for (const match of head.matchAll(bracketed)) {
    if (match.index > bestAt) break;
    const signed = signerOf(match[1] ?? '');
    if (signed !== undefined) return signed;
  }
  return (found && profiles.get(found[0])) ?? defaultProfile();
}

/** The profile of the agency that signs; of the first one when several sign together (`ats afp`). */
function signerOf(brackets: string): Profile | undefined {
  const alone = agencies().get(foldPhrase(brackets));
  if (alone !== undefined) return alone;
  const together = brackets.split(/[\s/]+/).map((name) => agencies().get(foldPhrase(name)));
  return together.every((profile) => profile !== undefined) ? together[0] : undefined;
}

/** Strings that tell who sent a document. */
interface Marks {
  /** Any of them; of several at one place the first profile's. */
  readonly pattern: RegExp;
  readonly profiles: ReadonlyMap<string, Profile>;
}

let knownOfTexts: Marks | undefined;
let knownOfDocuments: Marks | undefined;

/** What may stand in plain text too. */
function marksOfTexts(): Marks {
  knownOfTexts ??= marksOf(({ contains }) => contains);
  return knownOfTexts;
}

function marksOfDocuments(): Marks {
  knownOfDocuments ??= marksOf(({ contains, uris, providers }) => [
    ...contains,
    ...uris,
    ...providers.flatMap((code) => [`"${code}"`, `>${code}<`]),
  ]);
  return knownOfDocuments;
}

function marksOf(read: (recognise: Profile['recognise']) => readonly string[]): Marks {
  const profiles = new Map<string, Profile>();
  for (const profile of named()) {
    for (const mark of read(profile.recognise)) if (!profiles.has(mark)) profiles.set(mark, profile);
  }
  const marks = [...profiles.keys()].map(escapeRegExp);
  return { pattern: new RegExp(marks.length === 0 ? '(?!)' : marks.join('|')), profiles };
}

let knownAgencies: ReadonlyMap<string, Profile> | undefined;

function agencies(): ReadonlyMap<string, Profile> {
  knownAgencies ??= new Map(
    named().flatMap((profile) => profile.agencies.map((agency) => [foldPhrase(agency), profile] as const)),
  );
  return knownAgencies;
}

function named(): Profile[] {
  return [...loadProfiles().values()].filter(({ id }) => id !== defaultProfileId);
}
