import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';

const packageName = z.object({ name: z.string().optional() });

/** The folder of this library's YAML files, found from the source tree and from `dist` alike. */
function dataFolder(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest)) {
      const { name } = packageName.parse(JSON.parse(readFileSync(manifest, 'utf8')));
      if (name === 'wiredesk') return join(folder, 'libs', 'wire', 'profiles');
    }
    if (folder === dirname(folder)) throw new Error('the package folder of wiredesk was not found');
  }
}

/** The parsed YAML files of a folder below `profiles/`, in order of their names. */
export function readDataFiles(subfolder = ''): { file: string; data: unknown }[] {
  const folder = join(dataFolder(), subfolder);
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => ({
      file: join(folder, file),
      data: parse(readFileSync(join(folder, file), 'utf8')) as unknown,
    }));
}
