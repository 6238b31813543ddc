import { z } from 'zod';
import { ninjsItem, type NinjsItem } from '#contracts';
import { tidyText, type TidyCount } from './tidy.js';

/** Tidies a value of one kind; `invalid` when it is not of that kind. */
type Reader = (value: unknown, count: TidyCount) => unknown;

const invalid = Symbol('invalid');

/**
 * Tidies an item and proves it against ninjs 3.1 in one go, what `tidy` and the schema do one after the other. Undefined
 * when anything about it is not valid: the slower way then finds out what, and drops it.
 */
export function tidyItem(candidate: Record<string, unknown>, count: TidyCount): NinjsItem | undefined {
  const own: TidyCount = { removed: 0 };
  const item = readItem(candidate, own);
  if (item === invalid || item === undefined) return undefined;
  count.removed += own.removed;
  return item as NinjsItem;
}

const readItem = readerOf(ninjsItem);

/** The reader that a schema stands for, built once: walking a schema for every item costs more than the item. */
function readerOf(schema: z.core.$ZodType): Reader {
  if (schema instanceof z.ZodOptional) return readerOf(schema.unwrap());
  if (schema instanceof z.ZodObject) return objectReader(schema);
  if (schema instanceof z.ZodArray) return arrayReader(readerOf(schema.element));
  if (schema instanceof z.ZodString && schema.def.checks === undefined) return readText;
  if (schema instanceof z.ZodEnum) return choiceReader(new Set<unknown>(schema.options));
  if (schema instanceof z.ZodNumberFormat && schema.isInt) return wholeReader(schema);
  return leafReader(schema);
}

function readText(value: unknown, count: TidyCount): unknown {
  return typeof value === 'string' ? tidyText(value, count) : invalid;
}

function choiceReader(choices: ReadonlySet<unknown>): Reader {
  return (value) => (choices.has(value) ? value : invalid);
}

function wholeReader({ minValue, maxValue }: z.ZodNumberFormat): Reader {
  const [least, most] = [minValue ?? -Infinity, maxValue ?? Infinity];
  return (value) =>
    Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most ? value : invalid;
}

/** Whatever is rarer: dates, strings that must not be empty, fractions. */
function leafReader(schema: z.core.$ZodType): Reader {
  return (value, count) => {
    const tidied = typeof value === 'string' ? tidyText(value, count) : value;
    return z.safeParse(schema, tidied).success ? tidied : invalid;
  };
}

/** Empty lists count as absent. */
function arrayReader(readMember: Reader): Reader {
  return (value, count) => {
    if (!Array.isArray(value)) return invalid;
    const members: unknown[] = [];
    for (const member of value as unknown[]) {
      const read = member === undefined || member === null ? undefined : readMember(member, count);
      if (read === invalid) return invalid;
      if (read !== undefined) members.push(read);
    }
    return members.length === 0 ? undefined : members;
  };
}

/** Members come out in the order of the schema, whatever the order they came in. */
function objectReader(schema: z.ZodObject): Reader {
  const names = Object.keys(schema.shape);
  const members = new Map(
    Object.entries(schema.shape).map(([name, member], place) => [name, { place, read: readerOf(member) }]),
  );
  const required = names.filter((name) => !z.safeParse(schema.shape[name] ?? z.never(), undefined).success);
  return (value, count) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return invalid;
    const source = value as Readonly<Record<string, unknown>>;
    const found: unknown[] = names.map(() => undefined);
    for (const name in source) {
      const member = members.get(name);
      const own = source[name];
      if (member === undefined) return invalid;
      if (own === undefined || own === null) continue;
      const read = member.read(own, count);
      if (read === invalid) return invalid;
      found[member.place] = read;
    }
    const result: Record<string, unknown> = {};
    for (const [place, name] of names.entries()) if (found[place] !== undefined) result[name] = found[place];
    return required.every((name) => result[name] !== undefined) ? result : invalid;
  };
}
