import { z } from 'zod';

/** A regular expression out of a profile: checked when the profile is loaded, with the `u` flag and no others. */
export const sourcePattern = z.string().min(1).refine(compiles, { error: 'not a regular expression' });

function compiles(source: string): boolean {
  try {
    return new RegExp(source, 'u').unicode;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

const compiled = new Map<string, RegExp>();

/** The expression of a profile's pattern; compiled once for the process. */
export function patternOf(source: string): RegExp {
  let pattern = compiled.get(source);
  if (pattern === undefined) {
    pattern = new RegExp(source, 'u');
    compiled.set(source, pattern);
  }
  return pattern;
}
