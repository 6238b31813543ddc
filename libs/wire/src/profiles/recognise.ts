import { foldPhrase } from '../text/fold.js';
import { defaultProfile, defaultProfileId, loadProfiles } from './catalog.js';
import type { Profile } from './profile.js';

/** So much of a document says who sent it. */
const headLength = 4_096;
const structured = /^\s*[<{[]/;
const bracketed = /\(([^()\n]{2,40})\)/g;

/**
 * The profile that belongs to a document nobody named a profile for: by beginnings of ids, provider codes and
 * strings that only one provider's documents carry, and by who signs the dateline. The first mark in the document
 * decides: copy of one agency may name others further down. The default profile when none fits.
 */
export function recogniseProfile(text: string): Profile {
  const head = text.length > headLength ? text.slice(0, headLength) : text;
  const isStructured = structured.test(head);
  let best: Profile | undefined;
  let bestAt = Infinity;
  for (const { mark, profile, inText } of marks()) {
    if (!isStructured && !inText) continue;
    const at = head.indexOf(mark);
    if (at !== -1 && at < bestAt) [best, bestAt] = [profile, at];
  }
  for (const match of head.matchAll(bracketed)) {
    if (match.index > bestAt) break;
    const signed = agencies().get(foldPhrase(match[1] ?? ''));
    if (signed !== undefined) return signed;
  }
  return best ?? defaultProfile();
}

interface Mark {
  readonly mark: string;
  readonly profile: Profile;
  /** Whether it may stand in plain text too. */
  readonly inText: boolean;
}

let knownMarks: readonly Mark[] | undefined;

function marks(): readonly Mark[] {
  knownMarks ??= named().flatMap((profile) => {
    const { uris, contains, providers } = profile.recognise;
    return [
      ...contains.map((mark) => ({ mark, profile, inText: true })),
      ...uris.map((mark) => ({ mark, profile, inText: false })),
      ...providers.flatMap((code) =>
        [`"${code}"`, `>${code}<`].map((mark) => ({ mark, profile, inText: false })),
      ),
    ];
  });
  return knownMarks;
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
