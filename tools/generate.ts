// `npm run generate`: writes the JSON Schemas of items and events and the AsyncAPI document of the topics into
// docs/api, from the same zod schemas that the services check events with. `--check` fails when they differ instead.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { format } from 'prettier';
import { z } from 'zod';
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
const folder = join(process.cwd(), 'docs', 'api');

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

/** Every generated file by its path under docs/api. */
async function generate(): Promise<Map<string, string>> {
  const files: [string, Json][] = [
    ['asyncapi.json', asyncApi()],
    ['schemas/item.json', jsonSchema(ninjsItem, 'ninjs 3.1 item as wiredesk writes it')],
    ['schemas/dispatch.json', jsonSchema(dispatch, 'One normalised item')],
    ['schemas/story.json', jsonSchema(storySnapshot, 'Current snapshot of a story')],
    ...Object.entries(eventTypes).map(([type, { data }]): [string, Json] => [
      `schemas/${type}.json`,
      jsonSchema(data, type),
    ]),
  ];
  const entries = files.map(async ([path, value]): Promise<[string, string]> => [
    path,
    await format(JSON.stringify(value), { parser: 'json', printWidth: 110 }),
  ]);
  return new Map(await Promise.all(entries));
}

async function check(files: Map<string, string>): Promise<void> {
  const stale: string[] = [];
  for (const [path, wanted] of files) {
    const found = await readFile(join(folder, path), 'utf8').catch(() => '');
    if (found !== wanted) stale.push(path);
  }
  const extra = (await readdir(join(folder, 'schemas')).catch(() => [])).filter(
    (name) => !files.has(`schemas/${name}`),
  );
  if (stale.length + extra.length === 0) return;
  console.error(
    `docs/api is not what the schemas say (${[...stale, ...extra].join(', ')}): run npm run generate`,
  );
  process.exitCode = 1;
}

const files = await generate();
if (process.argv.includes('--check')) await check(files);
else {
  await rm(join(folder, 'schemas'), { recursive: true, force: true });
  await mkdir(join(folder, 'schemas'), { recursive: true });
  for (const [path, text] of files) await writeFile(join(folder, path), text);
  console.log(
    `${files.size} files in docs/api (${[...files.keys()].map((path) => basename(path)).join(', ')})`,
  );
}
