import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

/**
 * Checks items against IPTC's own schema. The schema refers to GeoJSON's on the web for the shapes of places, which
 * our items do not carry: any object stands for it here.
 */
export function ninjsValidator(path: string): (item: unknown) => string | undefined {
  const ajv = new Ajv2020({ strict: false, allErrors: false });
  addFormats.default(ajv);
  const schema = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  for (const reference of new Set(remoteReferences(schema))) ajv.addSchema({ type: 'object' }, reference);
  const validate = ajv.compile(schema);
  return (item) => (validate(item) ? undefined : ajv.errorsText(validate.errors));
}

function remoteReferences(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(remoteReferences);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, member]: [string, unknown]) => {
    const isRemote = name === '$ref' && typeof member === 'string' && /^https?:/.test(member);
    return isRemote ? [member.replace(/#.*$/, '')] : remoteReferences(member);
  });
}
