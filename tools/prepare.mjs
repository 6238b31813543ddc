// Builds when it must: what npm scripts that need dist/ run first.
import { ensureBuilt } from './ensure-built.mjs';

await ensureBuilt();
