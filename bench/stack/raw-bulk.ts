import { Client } from '@elastic/elasticsearch';

const documentsAtOnce = 500;

export interface RawBulk {
  readonly clients: number;
  readonly perSecond: number;
}

/** Documents as the services wrote them, read back from an index. */
export async function documentsOf(client: Client, index: string): Promise<object[]> {
  const documents: object[] = [];
  const pages = client.helpers.scrollSearch<object>({
    index,
    size: 1_000,
    query: { match_all: {} },
    sort: ['_doc'],
  });
  for await (const page of pages) documents.push(...page.documents);
  return documents;
}

/**
 * The limit: the same documents into a fresh index of the same mapping, by the client alone, in bulks of the size that
 * the indexer uses, with so many bulks under way. The index is deleted again.
 */
export async function rawBulk(
  client: Client,
  documents: readonly object[],
  like: string,
  clients: number,
): Promise<RawBulk> {
  const index = `${like}-raw-${clients}`;
  const source = Object.values(await client.indices.get({ index: like }))[0]!;
  await client.indices.create({
    index,
    mappings: source.mappings!,
    settings: {
      refresh_interval: '1s',
      number_of_shards: 1,
      number_of_replicas: 0,
      analysis: source.settings!.index!.analysis!,
      ...(source.settings!.index!.similarity ? { similarity: source.settings!.index!.similarity } : {}),
    },
  });
  try {
    let next = 0;
    const worker = async (): Promise<void> => {
      while (next < documents.length) {
        const from = next;
        next += documentsAtOnce;
        const operations = documents
          .slice(from, next)
          .flatMap((document, at) => [{ index: { _id: String(from + at) } }, document]);
        const { errors } = await client.bulk({ index, operations });
        if (errors) throw new Error('the raw bulk met errors');
      }
    };
    const started = performance.now();
    await Promise.all(Array.from({ length: clients }, worker));
    return { clients, perSecond: documents.length / ((performance.now() - started) / 1_000) };
  } finally {
    await client.indices.delete({ index });
  }
}
