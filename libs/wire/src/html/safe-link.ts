/** A longer address is no link that a reader could follow. */
const maxLength = 2_048;
const invisible = /[\u0000-\u0020\u007f-\u00a0\u200b-\u200f\u2028-\u202f\ufeff]/g;
const absolute = /^[a-zA-Z][a-zA-Z0-9+.-]*:/;

/**
 * The address of a link when it is one that may be published: `http`, `https` or `mailto`, in any spelling, after
 * white space and control characters that browsers ignore are gone. Relative ones are resolved against the base and
 * dropped without one.
 */
export function safeLink(raw: string | undefined, base?: string): string | undefined {
  return safeAddress(raw, base, ['http:', 'https:', 'mailto:']);
}

/** As `safeLink`, for pictures and other media. */
export function safeMedia(raw: string | undefined, base?: string): string | undefined {
  return safeAddress(raw, base, ['http:', 'https:']);
}

/** The address that relative ones stand under: the nested base resolved against the outer one. */
export function resolveBase(raw: string | undefined, outer?: string): string | undefined {
  return safeMedia(raw, outer) ?? outer;
}

function safeAddress(
  raw: string | undefined,
  base: string | undefined,
  schemes: string[],
): string | undefined {
  if (raw === undefined || raw.length > maxLength * 2) return undefined;
  const address = raw.trim().replace(invisible, (character) => (character === ' ' ? '%20' : ''));
  if (address === '' || address.length > maxLength) return undefined;
  if (!URL.canParse(address, base)) return undefined;
  const url = new URL(address, base);
  if (!schemes.includes(url.protocol)) return undefined;
  return absolute.test(address) ? address : url.href;
}
