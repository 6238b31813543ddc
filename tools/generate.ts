// `npm run generate`: writes what the zod schemas say into docs: JSON Schemas of items and events, the AsyncAPI document
// of the topics, the page of settings. `--check` fails when they differ instead.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { format } from 'prettier';
import { z } from 'zod';
import { environment } from '#platform';
import {
  deadLetterTopic,
  dispatch,
  eventTypes,
  ninjsItem,
  storySnapshot,
  topics,
  type Topic,
} from '#contracts';

/** npm runs its scripts from the project's root. */
const folder = join(process.cwd(), 'docs');

type Json = Record<string, unknown>;

function jsonSchema(schema: z.ZodType, title: string): Json {
  return { title, ...(z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'output' }) as Json) };
}

function asyncApi(): Json {
  const byTopic = Object.entries(topics).map(([name, definition]) => ({
    name: name as Topic,
    ...definition,
  }));
  const types = Object.entries(eventTypes).map(([type, { topic, data }]) => ({ type, topic, data }));
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'wiredesk events',
      version: '1',
      description:
        'CloudEvents 1.0 in binary mode: attributes as ce_* headers, data as the value. At least once, in order per key. ' +
        'Every topic has a dead-letter sibling named with .dlq that keeps original bytes, key and headers, with dlq_* headers that say why.',
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(
      byTopic.map((topic) => [
        topic.name,
        {
          address: topic.name,
          description: `${topic.purpose}. Key: ${topic.key}. Dead letters: ${deadLetterTopic(topic.name)}.`,
          messages: Object.fromEntries(
            types
              .filter(({ topic: on }) => on === topic.name)
              .map(({ type }) => [type, ref(`messages/${type}`)]),
          ),
          bindings: {
            kafka: {
              partitions: topic.partitions,
              topicConfiguration: {
                'cleanup.policy': [topic.cleanup],
                ...(topic.cleanup === 'delete' ? { 'retention.ms': topic.retentionDays * 86_400_000 } : {}),
              },
            },
          },
        },
      ]),
    ),
    operations: Object.fromEntries(
      byTopic.map((topic) => [
        `receive.${topic.name}`,
        { action: 'receive', channel: { $ref: `#/channels/${topic.name}` }, summary: topic.purpose },
      ]),
    ),
    components: {
      messages: Object.fromEntries(
        types.map(({ type }) => [
          type,
          {
            name: type,
            headers: ref('schemas/cloudEventHeaders'),
            payload: { $ref: `./schemas/${type}.json` },
          },
        ]),
      ),
      schemas: { cloudEventHeaders: cloudEventHeaders() },
    },
  };
}

function ref(path: string): Json {
  return { $ref: `#/components/${path}` };
}

function cloudEventHeaders(): Json {
  const text = { type: 'string' };
  return {
    type: 'object',
    required: ['ce_specversion', 'ce_id', 'ce_type', 'ce_source', 'ce_time'],
    properties: {
      ce_specversion: { const: '1.0' },
      ce_id: text,
      ce_type: text,
      ce_source: text,
      ce_time: { ...text, format: 'date-time' },
      ce_subject: text,
      ce_traceparent: text,
      'content-type': text,
    },
  };
}

/** The page of all settings, from the schema that reads them. */
async function environmentPage(): Promise<string> {
  const rows = Object.entries(environment.shape).map(([name, schema]) => {
    const preset = schema.safeParse(undefined);
    const value = preset.success && preset.data !== undefined ? `\`${String(preset.data)}\`` : '';
    return `| \`${name}\` | ${value} | ${schema.description ?? ''} |`;
  });
  const page = [
    '# Environment',
    '',
    'Every setting is an environment variable, read once at the start. An unknown or wrong one stops the start and is named;',
    'values are never printed. This page is generated (`npm run generate`).',
    '',
    '| variable | default | what |',
    '|---|---|---|',
    ...rows,
    '',
    'The desk in one process runs on PostgreSQL alone and refuses the settings of Kafka and Elasticsearch. Services apart need',
    '`DATABASE_URL` and `KAFKA_BROKERS`; gateway, indexer and search also `ELASTICSEARCH_NODE`.',
  ].join('\n');
  return format(page, { parser: 'markdown', printWidth: 110 });
}

/** Every generated file by its path under docs. */
async function generate(): Promise<Map<string, string>> {
  const files: [string, Json][] = [
    ['api/asyncapi.json', asyncApi()],
    ['api/schemas/item.json', jsonSchema(ninjsItem, 'ninjs 3.1 item as wiredesk writes it')],
    ['api/schemas/dispatch.json', jsonSchema(dispatch, 'One normalised item')],
    ['api/schemas/story.json', jsonSchema(storySnapshot, 'Current snapshot of a story')],
    ...Object.entries(eventTypes).map(([type, { data }]): [string, Json] => [
      `api/schemas/${type}.json`,
      jsonSchema(data, type),
    ]),
  ];
  const entries = files.map(async ([path, value]): Promise<[string, string]> => [
    path,
    await format(JSON.stringify(value), { parser: 'json', printWidth: 110 }),
  ]);
  return new Map([...(await Promise.all(entries)), ['environment.md', await environmentPage()]]);
}

async function check(files: Map<string, string>): Promise<void> {
  const stale: string[] = [];
  for (const [path, wanted] of files) {
    const found = await readFile(join(folder, path), 'utf8').catch(() => '');
    if (found !== wanted) stale.push(path);
  }
  const extra = (await readdir(join(folder, 'api', 'schemas')).catch(() => [])).filter(
    (name) => !files.has(`api/schemas/${name}`),
  );
  if (stale.length + extra.length === 0) return;
  console.error(
    `docs is not what the schemas say (${[...stale, ...extra].join(', ')}): run npm run generate`,
  );
  process.exitCode = 1;
}

const files = await generate();
if (process.argv.includes('--check')) await check(files);
else {
  await rm(join(folder, 'api', 'schemas'), { recursive: true, force: true });
  await mkdir(join(folder, 'api', 'schemas'), { recursive: true });
  for (const [path, text] of files) await writeFile(join(folder, path), text);
  console.log(`${files.size} files in docs (${[...files.keys()].map((path) => basename(path)).join(', ')})`);
}
