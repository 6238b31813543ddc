import type { Profile } from './profile.js';
import { patternOf } from './source-pattern.js';

/** An id taken apart. */
export interface SplitId {
  /** The part that all versions of a story share. */
  readonly key: string;
  /** The version inside the id, if it carries one; digits stay a string. */
  readonly version?: string;
}

/** Takes an id apart by the first of the profile's rules that fits; without one the whole id is the key. */
export function splitId(id: string, profile: Pick<Profile, 'idRules'>): SplitId {
  for (const rule of profile.idRules) {
    const groups = patternOf(rule.pattern).exec(id)?.groups;
    if (groups?.key === undefined && rule.template === undefined) continue;
    if (groups === undefined) continue;
    const key =
      rule.template === undefined
        ? (groups.key ?? id)
        : rule.template.replace(/\$<(\w+)>/g, (_, name: string) => groups[name] ?? '');
    return groups.version === undefined ? { key } : { key, version: groups.version };
  }
  return { key: id };
}
