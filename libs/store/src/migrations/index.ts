import { Bus1790000000001 } from './0001-bus.js';

/** All migrations, oldest first. One that has landed is never edited: write a new one. */
export const migrations = [Bus1790000000001];
