import { sha256 } from '#contracts';
import { textKey } from '../../text/index.js';
import type { FeedEntry } from './entry.js';

/** What feeds write where they have no id. */
const placeholders = new Set([
  '',
  '-',
  '--',
  '0',
  '1',
  '#',
  '/',
  'n/a',
  'na',
  'none',
  'null',
  'nil',
  'undefined',
  'unknown',
  'guid',
  'id',
  'todo',
  'tbd',
  'false',
  'true',
  '[object object]',
]);

/** A longer guid is a text. */
const maxId = 1_000;

/**
 * Settles what each entry of a document is known by: its guid, else its link, else link and title together, else its
 * picture or sound; an entry that is text and nothing else gets its key from the text. Placeholders, and values that
 * several different entries of the document share, are no identity.
 */
export function storyKeys(entries: readonly (FeedEntry | undefined)[]): (string | undefined)[] {
  const guids = sharedValues(entries, guidOf);
  const links = sharedValues(entries, ({ link }) => link);
  return entries.map((entry) => {
    if (entry === undefined) return undefined;
    const guid = guidOf(entry);
    if (guid !== undefined && !guids.has(guid)) return guid;
    if (entry.link !== undefined && !links.has(entry.link)) return entry.link;
    const [medium] = entry.media;
    if (entry.title === undefined) return entry.body === undefined ? medium?.uri : undefined;
    return `title-${sha256(`${entry.link ?? ''}\n${textKey(entry.title)}`).slice(0, 32)}`;
  });
}

/** The guid when it may be one; feeds that have none write a word. */
export function guidOf({ guid }: FeedEntry): string | undefined {
  const value = guid?.trim();
  const isId = value !== undefined && value.length <= maxId && !placeholders.has(value.toLowerCase());
  return isId ? value : undefined;
}

/** Values that stand at entries which are not the same. */
function sharedValues(
  entries: readonly (FeedEntry | undefined)[],
  valueOf: (entry: FeedEntry) => string | undefined,
): Set<string> {
  const first = new Map<string, string>();
  const shared = new Set<string>();
  for (const entry of entries) {
    const value = entry === undefined ? undefined : valueOf(entry);
    if (entry === undefined || value === undefined) continue;
    const content = `${entry.title ?? ''}\n${entry.title === undefined ? (entry.body?.plain ?? '') : ''}`;
    const known = first.get(value);
    if (known === undefined) first.set(value, content);
    else if (known !== content) shared.add(value);
  }
  return shared;
}
