import { readFileSync } from 'node:fs';
import { ConfigError } from '#contracts';

/** The member when it has a value, nothing otherwise: for objects whose absent members must be absent. */
export function optional<K extends string, V>(name: K, value: V | undefined): { readonly [P in K]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { [P in K]: V });
}

/** The text of a file that a variable names. Throws ConfigError `config_invalid`. */
export function readPem(variable: string, path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new ConfigError('config_invalid', `${variable} names a file that cannot be read`, { cause });
  }
}
