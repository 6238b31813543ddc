#!/usr/bin/env node
// The command `wiredesk`: builds the project when it must, then runs the desk (`start`) or the command line.
import { ensureBuilt } from '../tools/ensure-built.mjs';

await ensureBuilt();
const entry = process.argv[2] === 'start' ? '../dist/apps/desk/src/main.js' : '../dist/apps/cli/src/main.js';
await import(entry);
