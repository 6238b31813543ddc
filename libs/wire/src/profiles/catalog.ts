import { sha256 } from '#contracts';
import { readDataFiles } from './data-files.js';
import { profile, type Profile } from './profile.js';

/** Id of the profile that applies when nothing is known about the sender. */
export const defaultProfileId = 'default';

let builtIn: ReadonlyMap<string, Profile> | undefined;

/** Checks the data of a profile and adds its hash. Throws a `ZodError` that names what is wrong. */
export function profileOf(data: unknown): Profile {
  const parsed = profile.parse(data);
  return { ...parsed, hash: sha256(canonicalJson(parsed)) };
}

/** The built-in profiles by id; read once for the process. */
export function loadProfiles(): ReadonlyMap<string, Profile> {
  builtIn ??= new Map(
    readDataFiles().map(({ file, data }) => {
      try {
        const loaded = profileOf(data);
        return [loaded.id, loaded] as const;
      } catch (error) {
        throw new Error(`profile ${file} is not valid`, { cause: error });
      }
    }),
  );
  return builtIn;
}

/** A built-in profile; undefined for other ids. */
export function profileById(id: string): Profile | undefined {
  return loadProfiles().get(id);
}

/** The profile for copy of unknown origin. */
export function defaultProfile(): Profile {
  const found = profileById(defaultProfileId);
  if (found === undefined) throw new Error('the built-in default profile is missing');
  return found;
}

/** JSON with the members of each object in order of their names: equal content, equal text. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    member !== null && typeof member === 'object' && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
