/**
 * A JSON object read without regard to how its dialect spells names: `versioncreated`, `versionCreated` and
 * `version_created` are one member. Values are never coerced but numbers to strings.
 */
export class JsonRecord {
  private readonly members = new Map<string, unknown>();
  /** Names as written, in order. */
  readonly names: readonly string[];

  constructor(private readonly source: Readonly<Record<string, unknown>>) {
    this.names = Object.keys(source);
    for (const name of this.names) {
      const key = canonical(name);
      if (!this.members.has(key) || source[name] !== null) this.members.set(key, source[name]);
    }
  }

  static of(value: unknown): JsonRecord | undefined {
    return isObject(value) ? new JsonRecord(value) : undefined;
  }

  has(...names: string[]): boolean {
    return names.some((name) => this.members.has(canonical(name)));
  }

  /** The first of these members that is there and not null. */
  get(...names: string[]): unknown {
    for (const name of names) {
      const value = this.members.get(canonical(name));
      if (value !== undefined && value !== null) return value;
    }
    return undefined;
  }

  /** The first that is a string with something in it, or a number or boolean as a string. */
  string(...names: string[]): string | undefined {
    for (const name of names) {
      const text = asString(this.members.get(canonical(name)));
      if (text !== undefined && text.trim() !== '') return text;
    }
    return undefined;
  }

  /** As `string`, `''` when the member is there and empty. */
  stringOrEmpty(...names: string[]): string | undefined {
    const filled = this.string(...names);
    if (filled !== undefined) return filled;
    return names.some((name) => this.members.get(canonical(name)) === '') ? '' : undefined;
  }

  /** A whole number, also when it is written as a string. */
  integer(...names: string[]): number | undefined {
    const value = this.get(...names);
    if (typeof value === 'number') return Number.isSafeInteger(value) ? value : undefined;
    return typeof value === 'string' && /^\s*\d{1,15}\s*$/.test(value) ? Number(value) : undefined;
  }

  number(...names: string[]): number | undefined {
    const value = this.get(...names);
    if (typeof value === 'number') return value;
    return typeof value === 'string' && /^\s*\d{1,12}(?:\.\d{1,9})?\s*$/.test(value)
      ? Number(value)
      : undefined;
  }

  record(...names: string[]): JsonRecord | undefined {
    return JsonRecord.of(this.get(...names));
  }

  /** The members of a list; a single value is a list of one. */
  list(...names: string[]): unknown[] {
    const value = this.get(...names);
    if (value === undefined) return [];
    return Array.isArray(value) ? (value as unknown[]) : [value];
  }

  /** Name and value of each member whose name begins so: `headline_`, `body_`. */
  startingWith(prefix: string): (readonly [string, unknown])[] {
    return this.names
      .filter((name) => name.length > prefix.length && name.toLowerCase().startsWith(prefix))
      .map((name) => [name.slice(prefix.length), this.source[name]] as const);
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function asString(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

function canonical(name: string): string {
  let known = canonicalNames.get(name);
  if (known === undefined) {
    known = canonicalOf(name);
    if (canonicalNames.size < maxKnownNames) canonicalNames.set(name, known);
  }
  return known;
}

/** Names met before: every item has the same few. */
const canonicalNames = new Map<string, string>();
const maxKnownNames = 5_000;

function canonicalOf(name: string): string {
  const joined = /[_-]/.test(name) ? name.replace(/(?<=[A-Za-z0-9])[_-](?=[A-Za-z0-9])/g, '') : name;
  return joined.toLowerCase();
}
