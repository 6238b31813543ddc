#!/usr/bin/env node
// The command `wiredesk`: builds the project when it must, then runs the desk (`start`) or the command line.
import module from 'node:module';
import { ensureBuilt } from '../tools/ensure-built.mjs';

// Node 22 and newer keep compiled code between runs: commands start in half the time
module.enableCompileCache?.();

await ensureBuilt();
const entry = process.argv[2] === 'start' ? '../dist/apps/desk/src/main.js' : '../dist/apps/cli/src/main.js';
await import(entry);
