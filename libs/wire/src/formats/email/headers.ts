/** The header fields of a mail or of one of its parts. Values are unfolded bytes, one character each, not yet decoded. */
export class Headers {
  constructor(private readonly fields: ReadonlyMap<string, string>) {}

  /** The topmost field of that name (small letters): of those that servers add, the last server's. */
  get(name: string): string | undefined {
    return this.fields.get(name);
  }
}

/** A header value of the form `value; name=value; …` (RFC 2045). */
export interface Parameterised {
  /** In small letters. */
  readonly value: string;
  readonly parameters: ReadonlyMap<string, string>;
}

const field = /^([!-9;-~]{1,76})[ \t]*:[ \t]*(.*)$/;
const maxFields = 1_000;

/** Splits bytes (a character each) into the header fields and what stands behind the first blank line. */
export function splitHeaders(raw: string): { headers: Headers; body: string } {
  const fields = new Map<string, string>();
  let open: { name: string; value: string } | undefined;
  let at = 0;
  let count = 0;
  const close = (): void => {
    if (open !== undefined && !fields.has(open.name)) fields.set(open.name, open.value.trim());
    open = undefined;
  };
  while (at < raw.length && count < maxFields) {
    const end = raw.indexOf('\n', at);
    const line = raw.slice(at, end === -1 ? raw.length : end).replace(/\r{1,3}$/, '');
    const next = end === -1 ? raw.length : end + 1;
    const match = field.exec(line);
    if (line === '') {
      at = next;
      break;
    }
    if (/^[ \t]/.test(line) && open !== undefined) open.value += ` ${line.trim()}`;
    else if (match?.[1] !== undefined) {
      close();
      count += 1;
      open = { name: match[1].toLowerCase(), value: match[2] ?? '' };
    } else if (!/^>?From /.test(line)) break;
    at = next;
  }
  close();
  return { headers: new Headers(fields), body: raw.slice(at) };
}

const parameter = /;\s*([^\s=;"]{1,60})\s*=\s*(?:"((?:[^"\\]|\\.){0,1000})"|([^;\s"]{1,1000}))/g;
const continued = /^([^*]+)(?:\*(\d{1,2}))?(\*)?$/;

/** Reads the value and its parameters, also those that RFC 2231 cuts up or encodes. */
export function readParameters(raw: string | undefined): Parameterised {
  const text = (raw ?? '').slice(0, 8_000);
  const parts = new Map<string, string[]>();
  for (const match of text.matchAll(parameter)) {
    const name = continued.exec((match[1] ?? '').toLowerCase());
    const value = match[2]?.replace(/\\(.)/g, '$1') ?? match[3] ?? '';
    const key = name?.[1] ?? '';
    const plain = name?.[3] === undefined ? value : percentDecoded(value.replace(/^[\w-]*'[\w-]*'/, ''));
    const known = name?.[2] === undefined ? [] : (parts.get(key) ?? []);
    parts.set(key, [...known, plain]);
  }
  return {
    value: (text.split(';', 1)[0] ?? '').trim().toLowerCase(),
    parameters: new Map([...parts].map(([name, pieces]) => [name, pieces.join('')])),
  };
}

/** Percent-encoded bytes as bytes, a character each. */
function percentDecoded(text: string): string {
  return text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}
