// Builds when dist/ is missing or older than the sources. All that it says goes to stderr: stdout is for data.
import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = join(root, 'dist', '.built');
const lock = join(root, 'node_modules', '.wiredesk-building');
const sourceFolders = ['apps', 'libs', 'tools', 'bench'];
const sourceFiles = ['package.json', 'tsconfig.json', 'tsconfig.build.json'];

/** Makes sure that dist/ is what the sources say; two commands at once build once. */
export async function ensureBuilt() {
  const wanted = await sourcePrint();
  if (wanted === undefined || (await builtPrint()) === wanted) return;
  await withLock(async () => {
    if ((await builtPrint()) === wanted) return;
    process.stderr.write('wiredesk: building (once, some twenty seconds) …\n');
    await build();
    await writeFile(stamp, wanted);
  });
}

/** Compiles the services, then the page. */
export async function build() {
  await run(['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json']);
  await run(['node_modules/vite/bin/vite.js', 'build', 'apps/dashboard', '--logLevel', 'warn']);
}

/** Newest change and number of the source files; undefined where only dist/ was shipped. */
export async function sourcePrint() {
  let newest = 0;
  let count = 0;
  const visit = async (path) => {
    const info = await stat(path);
    if (info.isDirectory()) {
      const names = await readdir(path);
      await Promise.all(
        names.filter((name) => name !== 'node_modules').map((name) => visit(join(path, name))),
      );
    } else if (!path.endsWith('.spec.ts') && !path.endsWith('.md')) {
      newest = Math.max(newest, info.mtimeMs);
      count += 1;
    }
  };
  try {
    await Promise.all([...sourceFolders, ...sourceFiles].map((name) => visit(join(root, name))));
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
  return `${newest} ${count}`;
}

async function builtPrint() {
  return readFile(stamp, 'utf8').catch((error) => {
    if (error.code !== 'ENOENT') throw error;
  });
}

function run(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 2, 2] });
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${args[0]} failed with exit code ${code}`)),
    );
  });
}

/** A folder is made by one process only; one whose maker died is taken over. */
async function withLock(work) {
  for (;;) {
    try {
      await mkdir(lock);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (!(await ownerLives())) await rm(lock, { recursive: true, force: true });
      else await sleep(200);
    }
  }
  try {
    await writeFile(join(lock, 'pid'), String(process.pid));
    await work();
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
}

async function ownerLives() {
  const pid = Number(await readFile(join(lock, 'pid'), 'utf8').catch(() => ''));
  const made = await stat(lock).catch(() => undefined);
  if (!pid) return made !== undefined && Date.now() - made.mtimeMs < 2_000;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
