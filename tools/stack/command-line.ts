import { parseArgs } from 'node:util';
import { engineNames, type EngineName } from './engine.js';
import type { Ports } from './stack.js';
import { StackError } from './stack-error.js';

export const verbs = ['up', 'down', 'status', 'reset'] as const;
export type Verb = (typeof verbs)[number];

export const usage = `usage: npm run stack -- up|down|status|reset [--kafka-port N] [--elasticsearch-port N] [--postgres-port N] [--elasticsearch-heap 768m]
  up      starts what does not run yet; prints the settings for the services
  down    stops it in order; data stay
  status  says what runs
  reset   stops it and deletes its data; downloads stay
Its files are in WIREDESK_STACK_HOME (default ~/.cache/wiredesk/stack); ports may also be given as
WIREDESK_STACK_KAFKA_PORT, WIREDESK_STACK_ELASTICSEARCH_PORT, WIREDESK_STACK_POSTGRES_PORT.`;

export interface CommandLine {
  readonly verb: Verb;
  readonly ports: Partial<Ports>;
  readonly elasticsearchHeap: string | undefined;
}

/** Reads the command's words; options win over the environment. Throws StackError `usage`. */
export function readCommandLine(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): CommandLine {
  const { values, positionals } = parse(words);
  const [verb, ...rest] = positionals;
  if (!isVerb(verb) || rest.length > 0) throw new StackError('usage', usage);
  const ports: Partial<Ports> = {};
  for (const name of engineNames) {
    const given = values[`${name}-port`] ?? environment[`WIREDESK_STACK_${name.toUpperCase()}_PORT`];
    if (given !== undefined && given !== '') ports[name] = portOf(name, given);
  }
  return { verb, ports, elasticsearchHeap: values['elasticsearch-heap'] };
}

function parse(words: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        'kafka-port': text,
        'elasticsearch-port': text,
        'postgres-port': text,
        'elasticsearch-heap': text,
      },
    });
  } catch (cause) {
    throw new StackError('usage', usage, { cause });
  }
}

function isVerb(word: string | undefined): word is Verb {
  return verbs.some((verb) => verb === word);
}

function portOf(name: EngineName, text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_534)
    throw new StackError('usage', `the port of ${name} must be a number between 1 and 65534`);
  return port;
}
