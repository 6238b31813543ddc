import { Metrics } from '#platform';
import { filesOf, read } from './tool.js';

/** A topic that a service consumes, and the group as which it does. */
export interface Consumed {
  readonly app: string;
  readonly topic: string;
  readonly group: string;
}

/** Every `@OnBatch` of the services. */
export async function consumedTopics(): Promise<Consumed[]> {
  const pattern = /@OnBatch\(\s*'([\w.]+)',\s*\{\s*group: '([\w.-]+)'/g;
  return (await sources('apps')).flatMap(({ path, text }) =>
    [...text.matchAll(pattern)].map(([, topic, group]) => ({
      app: path.split('/')[1]!,
      topic: topic!,
      group: group!,
    })),
  );
}

/** First parts of the API's paths (`feeds` for `/v1/feeds/…`) by the service that has them. */
export async function apiPaths(): Promise<Map<string, Set<string>>> {
  const paths = new Map<string, Set<string>>();
  for (const { path, text } of await sources('apps')) {
    for (const [, first] of text.matchAll(/@Controller\('v1\/([\w-]+)/g)) {
      const app = path.split('/')[1]!;
      paths.set(app, (paths.get(app) ?? new Set()).add(first!));
    }
  }
  return paths;
}

/** Metrics that processes tell, with their labels: ours as the sources make them, and Node's. */
export async function metricsOfCode(): Promise<Map<string, ReadonlySet<string>>> {
  const text = `'(?:[^'\\\\]|\\\\.)*'|"(?:[^"\\\\]|\\\\.)*"`;
  const pattern = new RegExp(
    `\\.(?:counter|gauge|histogram)\\(\\s*'(wiredesk_\\w+)',\\s*(?:${text})(?:,\\s*(\\[[^\\]]*\\]))?`,
    'g',
  );
  const found = new Map<string, ReadonlySet<string>>();
  for (const folder of ['apps', 'libs']) {
    for (const source of await sources(folder)) {
      for (const [, name, labels] of source.text.matchAll(pattern)) {
        found.set(name!, new Set([...(labels ?? '').matchAll(/'(\w+)'/g)].map(([, label]) => label!)));
      }
    }
  }
  const { text: exposition } = await new Metrics().exposition();
  for (const [, name] of exposition.matchAll(/^# TYPE (\w+) /gm))
    found.set(name!, new Set(['space', 'type', 'kind']));
  return found;
}

async function sources(folder: string): Promise<{ path: string; text: string }[]> {
  const paths = (await filesOf(folder, '.ts')).filter((path) => !/\.(?:spec|fixture|d)\.ts$/.test(path));
  return Promise.all(paths.map(async (path) => ({ path, text: await read(path) })));
}
