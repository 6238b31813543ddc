import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { at, runTool, type Resource } from './tool.js';

export interface Validated {
  /** Resources that fit Kubernetes' own schema, no unknown member among them. */
  readonly passed: number;
  /** Kinds of operators, for which there is no schema here, and how many of each. */
  readonly withoutSchema: Readonly<Record<string, number>>;
}

/** Checks resources against Kubernetes' schemas; throws with what does not fit. */
export async function validate(yaml: string): Promise<Validated> {
  const folder = await mkdtemp(join(tmpdir(), 'wiredesk-validate-'));
  try {
    const file = join(folder, 'resources.yaml');
    await writeFile(file, yaml);
    const { output } = await runTool('kubernetes-validate', ['--strict', file]);
    const lines = output.split('\n').filter((line) => line !== '');
    const unknown = lines.flatMap((line) => /schema for kind (\w+) with/.exec(line)?.[1] ?? []);
    const passed = lines.filter((line) => line.includes(' passed for resource '));
    if (passed.length + unknown.length !== lines.length) throw new Error(output);
    const withoutSchema: Record<string, number> = {};
    for (const kind of unknown) withoutSchema[kind] = (withoutSchema[kind] ?? 0) + 1;
    return { passed: passed.length, withoutSchema };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The template of a resource's pods; undefined where it has none. */
export function podOf(resource: Resource): unknown {
  if (resource.kind === 'Pod') return resource;
  return ['Deployment', 'Job', 'StatefulSet'].includes(resource.kind)
    ? at(resource, 'spec', 'template')
    : undefined;
}

interface EnvEntry {
  readonly name: string;
  readonly value?: string;
}

/** The environment of the first container of a pod; what comes from a Secret is what `secret` gives for its name. */
export function environmentOf(pod: unknown, secret: (name: string) => string): Record<string, string> {
  const entries = (at(pod, 'spec', 'containers', 0, 'env') ?? []) as EnvEntry[];
  return Object.fromEntries(entries.map(({ name, value }) => [name, value ?? secret(name)]));
}
