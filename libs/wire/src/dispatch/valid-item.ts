import { ninjsItem, type NinjsItem, type Warning } from '#contracts';
import { WireError } from '../wire-error.js';

const maxRounds = 5;

/**
 * The item when it is valid ninjs 3.1. A member that is not costs only itself: it is dropped and told of. Throws
 * `ninjs_invalid` when what is left is still no item.
 */
export function validItem(candidate: Record<string, unknown>, warnings: Warning[]): NinjsItem {
  let last = '';
  for (let round = 0; round < maxRounds; round++) {
    const parsed = ninjsItem.safeParse(candidate);
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) {
      last = `${issue.path.map(String).join('.')}: ${issue.message}`;
      const names = issue.code === 'unrecognized_keys' ? issue.keys : [undefined];
      for (const name of names) {
        const path = name === undefined ? issue.path : [...issue.path, name];
        if (!dropAt(candidate, path)) throw new WireError('ninjs_invalid', last);
        warnings.push({ code: 'member_dropped', detail: `${path.map(String).join('.')}: ${issue.message}` });
      }
    }
    removeHoles(candidate);
  }
  throw new WireError('ninjs_invalid', last);
}

const kept = new Set<PropertyKey>(['uri']);

/** Drops the member at a path: of a list's member the whole member when it cannot be without that part. */
function dropAt(root: Record<string, unknown>, path: readonly PropertyKey[]): boolean {
  const name = path.at(-1);
  if (name === undefined || (path.length === 1 && kept.has(name))) return false;
  let parent: unknown = root;
  for (const key of path.slice(0, -1)) {
    if (parent === null || typeof parent !== 'object') return true;
    parent = Reflect.get(parent, key);
  }
  if (parent === null || typeof parent !== 'object') return true;
  if (!Object.hasOwn(parent, name)) return path.length > 1 && dropAt(root, path.slice(0, -1));
  if (Array.isArray(parent)) parent[Number(name)] = undefined;
  else Reflect.deleteProperty(parent, name);
  return true;
}

/** Dropped members of lists leave no holes behind. */
function removeHoles(value: unknown): void {
  if (value === null || typeof value !== 'object') return;
  for (const [name, member] of Object.entries(value)) {
    if (Array.isArray(member)) {
      Reflect.set(
        value,
        name,
        member.filter((entry) => entry !== undefined),
      );
    }
    removeHoles(member);
  }
}
