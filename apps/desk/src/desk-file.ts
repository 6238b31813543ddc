import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a desk leaves in its data folder for the command line; readable by its owner only. */
export interface DeskFile {
  readonly url: string;
  readonly adminKey: string;
  readonly databaseUrl: string;
  readonly pid: number;
}

/** The file of the desk that runs or ran on a data folder; undefined before the first start. */
export async function readDeskFile(folder: string): Promise<DeskFile | undefined> {
  try {
    return JSON.parse(await readFile(join(folder, 'desk.json'), 'utf8')) as DeskFile;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Writes it whole or not at all. */
export async function writeDeskFile(folder: string, file: DeskFile): Promise<void> {
  const path = join(folder, 'desk.json');
  await writeFile(`${path}.new`, JSON.stringify(file, undefined, 2), { mode: 0o600 });
  await rename(`${path}.new`, path);
}
