interface ScrollAnswer {
  readonly _scroll_id: string;
  readonly hits: { readonly hits: readonly { readonly _id: string; readonly _version: number }[] };
}

const pageSize = 5_000;

/** Reads the ids and external versions of all documents behind an alias, straight from Elasticsearch. */
export async function readIndex(node: string, alias: string): Promise<Map<string, number>> {
  await ask(node, 'POST', `/${alias}/_refresh`);
  const found = new Map<string, number>();
  let page = await ask<ScrollAnswer>(node, 'POST', `/${alias}/_search?scroll=1m`, {
    size: pageSize,
    sort: ['_doc'],
    version: true,
    _source: false,
    query: { match_all: {} },
  });
  while (page.hits.hits.length > 0) {
    for (const { _id, _version } of page.hits.hits) found.set(_id, _version);
    page = await ask<ScrollAnswer>(node, 'POST', '/_search/scroll', {
      scroll: '1m',
      scroll_id: page._scroll_id,
    });
  }
  await ask(node, 'DELETE', '/_search/scroll', { scroll_id: page._scroll_id });
  return found;
}

async function ask<T>(node: string, method: string, path: string, body?: object): Promise<T> {
  const response = await fetch(`${node}${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok)
    throw new Error(`${method} ${path} was answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}
