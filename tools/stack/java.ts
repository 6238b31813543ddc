import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { StackError } from './stack-error.js';

const run = promisify(execFile);

/** Compiles at once and not again: a start takes half the work. */
export const quickJava = '-XX:TieredStopAtLevel=1';

/** A Java that answers. */
export interface Java {
  /** The program `java`. */
  readonly program: string;
  /** Folder of the installation. */
  readonly home: string;
  /** Major version: 8, 17, 25. */
  readonly version: number;
}

/**
 * Reads the major version out of what `java -version` prints: `"1.8.0_392"` is 8, `"25"` and `"26-ea"` are as they say.
 * Undefined when the text names none.
 */
export function parseJavaVersion(text: string): number | undefined {
  const [, first, second] = /version "(\d+)(?:\.(\d+))?/.exec(text) ?? [];
  if (first === undefined) return undefined;
  return first === '1' && second !== undefined ? Number(second) : Number(first);
}

/** Orders folders of Java installations so that those with the biggest number in their name come first. */
export function newestFirst(names: readonly string[]): string[] {
  const versionIn = (name: string) => Number(/\d+/.exec(name.replace('1.', ''))?.[0] ?? 0);
  return [...names].sort((a, b) => versionIn(b) - versionIn(a) || a.localeCompare(b));
}

/**
 * Finds a Java of at least the given version: JAVA_HOME and ES_JAVA_HOME first, then what the system installed, then
 * PATH. Throws StackError `java_missing`.
 */
export async function findJava(least: number, forWhat: string): Promise<Java> {
  const seen: string[] = [];
  for (const program of await candidates()) {
    const java = await ask(program);
    if (java === undefined) continue;
    if (java.version >= least) return java;
    seen.push(`${program} is Java ${java.version}`);
  }
  const found = seen.length === 0 ? 'there is none here' : `here ${seen.join(', ')}`;
  throw new StackError(
    'java_missing',
    `${forWhat} needs Java ${least} or newer, ${found}; install one (Debian: apt-get install openjdk-21-jre-headless or newer) or name it in JAVA_HOME`,
  );
}

async function candidates(): Promise<string[]> {
  const homes = [process.env['JAVA_HOME'], process.env['ES_JAVA_HOME']].filter(
    (home): home is string => home !== undefined && home !== '',
  );
  for (const [folder, inside] of [
    ['/usr/lib/jvm', ''],
    ['/Library/Java/JavaVirtualMachines', 'Contents/Home'],
  ] as const) {
    // a system without that folder has no Java there
    const names = await readdir(folder).catch(() => []);
    homes.push(...newestFirst(names).map((name) => join(folder, name, inside)));
  }
  return [...homes.map((home) => join(home, 'bin', 'java')), 'java'];
}

/** Undefined where there is no program, or one that is no Java. */
async function ask(program: string): Promise<Java | undefined> {
  try {
    const { stderr } = await run(program, ['-XshowSettings:properties', '-version']);
    const version = parseJavaVersion(stderr);
    const home = /^\s*java\.home = (.+)$/m.exec(stderr)?.[1];
    return version === undefined || home === undefined ? undefined : { program, home, version };
  } catch {
    return undefined;
  }
}
