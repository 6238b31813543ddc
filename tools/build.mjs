// `npm run build`: compiles everything into dist/, from nothing.
import { rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build, sourcePrint } from './ensure-built.mjs';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
await rm(dist, { recursive: true, force: true });
await build();
await writeFile(`${dist}/.built`, (await sourcePrint()) ?? '');
