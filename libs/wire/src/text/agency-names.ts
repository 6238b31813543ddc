import { loadProfiles } from '../profiles/catalog.js';
import { foldPhrase } from './fold.js';

let known: ReadonlySet<string> | undefined;

/** Names under which the agencies of all profiles sign. */
function knownNames(): ReadonlySet<string> {
  known ??= new Set([...loadProfiles().values()].flatMap((profile) => profile.agencies.map(foldPhrase)));
  return known;
}

const foldedLists = new WeakMap<readonly string[], ReadonlySet<string>>();

/** The names of a list, folded once: most lists are a profile's own. */
function foldedNames(names: readonly string[]): ReadonlySet<string> {
  let folded = foldedLists.get(names);
  if (folded === undefined) {
    folded = new Set(names.map(foldPhrase));
    foldedLists.set(names, folded);
  }
  return folded;
}

const domain = /^[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.[a-z]{2,6}$/iu;
const parts = /(?<!\s)\s*[/+,]\s*/;
const looseParts = /[\s-]+/;

/** The agencies that stand in a dateline's brackets, and whether all, some or none of them are known. */
export interface AgencyReading {
  readonly names: string[];
  readonly known: boolean;
  /** A domain name: an outlet that signs with its address. */
  readonly domain: boolean;
}

/**
 * Takes the content of the brackets apart: `tca/dpa`, `AFP-DPA-REUTER`, `ats afp`. A hyphen or a blank parts names
 * only when all parts are known, else it belongs to the name (`PRNewswire-AsiaNet`, `EUROPA PRESS`).
 */
export function readAgencies(text: string, own: readonly string[]): AgencyReading {
  const ownNames = foldedNames(own);
  const isKnown = (name: string): boolean => {
    const folded = foldPhrase(name);
    return knownNames().has(folded) || ownNames.has(folded);
  };
  const names = text
    .trim()
    .split(parts)
    .filter((name) => name !== '')
    .flatMap((name) => {
      const loose = name.split(looseParts);
      return loose.length > 1 && !isKnown(name) && loose.every(isKnown) ? loose : [name];
    });
  return { names, known: names.some(isKnown), domain: names.some((name) => domain.test(name)) };
}
