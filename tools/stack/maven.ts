import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { StackError } from './stack-error.js';

const plugin = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1';

/** One thing that Maven brings: a project file, the goal to run in its folder, and what of the outcome to keep. */
export interface MavenFetch {
  /** For messages: what is fetched. */
  readonly name: string;
  readonly pom: string;
  readonly goal: 'copy-dependencies' | 'unpack';
  /** Folder that the goal writes to, relative to where it runs. */
  readonly output: string;
  /** Folder of it to keep. */
  readonly result: string;
}

/**
 * Makes a folder hold what a fetch brings. A folder that is there is a whole one: the fetch runs beside it and is
 * renamed at its end. Throws StackError `maven_missing` or `maven_failed`.
 */
export async function fetchOnce(folder: string, fetch: MavenFetch): Promise<void> {
  if (existsSync(folder)) return;
  await mkdir(dirname(folder), { recursive: true });
  const work = await mkdtemp(join(dirname(folder), `.${basename(folder)}-`));
  try {
    process.stderr.write(`Fetching ${fetch.name} through Maven …\n`);
    await writeFile(join(work, 'pom.xml'), fetch.pom);
    await runMaven(work, fetch);
    await moveInto(join(work, fetch.result), folder);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function runMaven(folder: string, { name, goal, output }: MavenFetch): Promise<void> {
  // at a terminal Maven draws its own progress; elsewhere it names each file
  const batch = process.stderr.isTTY ? [] : ['--batch-mode'];
  const args = [...batch, `${plugin}:${goal}`, `-DoutputDirectory=${join(folder, output)}`];
  const child = spawn('mvn', args, { cwd: folder, stdio: ['ignore', 2, 2] });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('exit', resolve);
    child.once('error', (cause: NodeJS.ErrnoException) =>
      reject(
        cause.code === 'ENOENT'
          ? new StackError(
              'maven_missing',
              `${name} comes through Maven, and there is no mvn here; install it (Debian: apt-get install maven)`,
              { cause },
            )
          : cause,
      ),
    );
  });
  if (code !== 0) {
    throw new StackError(
      'maven_failed',
      `Maven could not fetch ${name} (exit code ${code}; its words are above). Without a network it works only when Maven's own cache has it`,
    );
  }
}

/** Another process may have brought the same meanwhile: then its folder stays. */
async function moveInto(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (!existsSync(to)) throw error;
  }
}

/** A project file that Maven takes, around its own part. */
export function pomOf(artifact: string, inside: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>wiredesk.stack</groupId>
  <artifactId>${artifact}</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
${inside}
</project>
`;
}
