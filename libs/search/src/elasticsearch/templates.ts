import type { Client } from '@elastic/elasticsearch';
import { errorType } from './faults.js';
import { indexKinds, mappingHash, mappingOf, sharedSettings, type IndexKind } from './index-definitions.js';
import type { IndexNames } from './index-names.js';

/**
 * Puts the templates that new indices follow, unless they are there, and makes the first generation of stories and
 * clusters. May run in any number of processes at once.
 */
export async function prepareIndices(client: Client, names: IndexNames): Promise<void> {
  if (!(await hasTemplates(client, names))) await putTemplates(client, names);
  for (const kind of ['stories', 'clusters'] as const) {
    const alias = names.alias(kind);
    if (await client.indices.existsAlias({ name: alias })) continue;
    await createIndex(client, names.generation(kind, 1), alias);
  }
}

/** Makes an index behind an alias; fine when another process just did. */
export async function createIndex(client: Client, index: string, alias: string): Promise<void> {
  try {
    await client.indices.create({ index, aliases: { [alias]: {} } });
  } catch (error) {
    if (errorType(error) !== 'resource_already_exists_exception') throw error;
  }
}

/**
 * Takes new fields into the current generation of stories. Gives what is still different from a fresh index, for
 * people, or null: then all documents are as this version writes them.
 */
export async function updateMapping(client: Client, names: IndexNames): Promise<string | null> {
  const alias = names.alias('stories');
  const [[index, state] = []] = Object.entries(await client.indices.getMapping({ index: alias }));
  const hash: unknown = state?.mappings._meta?.['hash'];
  if (index === undefined || hash === mappingHash('stories')) return null;
  const { properties = {} } = mappingOf('stories');
  try {
    await client.indices.putMapping({ index, properties });
  } catch (error) {
    if (errorType(error) !== 'illegal_argument_exception') throw error;
    return `the mapping of ${index} cannot take what this version writes: rebuild the index`;
  }
  return `${index} was made by another version: rebuild the index to fill its new fields`;
}

async function hasTemplates(client: Client, names: IndexNames): Promise<boolean> {
  const found = await Promise.all(
    indexKinds.map(async (kind) => {
      const name = names.alias(kind);
      if (!(await client.indices.existsIndexTemplate({ name }))) return false;
      const { index_templates } = await client.indices.getIndexTemplate({ name });
      return index_templates[0]?.index_template._meta?.['hash'] === mappingHash(kind);
    }),
  );
  return found.every(Boolean);
}

async function putTemplates(client: Client, names: IndexNames): Promise<void> {
  await client.cluster.putComponentTemplate({
    name: names.settingsTemplate(),
    template: { settings: sharedSettings },
  });
  for (const kind of indexKinds) await putTemplate(client, names, kind);
}

/** Months of filings are made by their first document; all else is made on purpose, never by a stray write. */
async function putTemplate(client: Client, names: IndexNames, kind: IndexKind): Promise<void> {
  await client.indices.putIndexTemplate({
    name: names.alias(kind),
    index_patterns: [names.pattern(kind)],
    composed_of: [names.settingsTemplate()],
    priority: 500,
    allow_auto_create: kind === 'filings',
    _meta: { hash: mappingHash(kind) },
    template: {
      mappings: mappingOf(kind),
      ...(kind === 'filings' ? { aliases: { [names.alias(kind)]: {} } } : {}),
    },
  });
}
