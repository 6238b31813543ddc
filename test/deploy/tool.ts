import { spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';

/** The project's folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  /** Both outputs, as a person would see them. */
  readonly output: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Where install-tools.sh put the tools; set by the global set-up. */
export function toolPath(name: string): string {
  const folder = process.env['WIREDESK_TEST_TOOLS'];
  if (!folder) throw new Error('there are no tools: run the tests through npm run test:deploy');
  return join(folder, name);
}

/** Runs one of the installed tools to its end. */
export function runTool(name: string, args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return run(toolPath(name), args, options);
}

/** Runs a program to its end; a code that is not 0 is the caller's to judge. */
export function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const path = `${process.env['WIREDESK_TEST_TOOLS'] ?? ''}${delimiter}${process.env['PATH'] ?? ''}`;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.cwd ?? root,
      env: { HOME: process.env['HOME'], ...options.env, PATH: path },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      output += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, output }));
  });
}

/** A Kubernetes resource, as far as tests look at all of them alike. */
export interface Resource {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly [member: string]: unknown;
}

/** The resources of a stream of YAML documents. Throws when one is no YAML. */
export function resourcesIn(text: string): Resource[] {
  return parseAllDocuments(text).flatMap((document) => {
    if (document.errors[0]) throw document.errors[0];
    const resource = document.toJS() as Resource | null;
    return resource === null ? [] : [resource];
  });
}

/** What lies at a path of names and places in some parsed YAML or JSON. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let next = value;
  for (const step of path) next = (next as Record<string | number, unknown> | undefined)?.[step];
  return next;
}

/** Files of a folder of the project with an ending, by their path from the project's folder. */
export async function filesOf(folder: string, ending: string): Promise<string[]> {
  const names = await readdir(join(root, folder), { recursive: true });
  return names
    .filter((name) => name.endsWith(ending) && !name.includes('node_modules'))
    .map((name) => join(folder, name))
    .sort();
}

export function read(path: string): Promise<string> {
  return readFile(join(root, path), 'utf8');
}
