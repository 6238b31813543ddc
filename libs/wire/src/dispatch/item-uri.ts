/** What RFC 3986 allows: a scheme, and only its characters behind it. */
const absolute = /^[a-z][a-z0-9+.-]*:(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?#]|%[0-9A-Fa-f]{2})+$/i;
const withScheme = /^[a-z][a-z0-9+.-]{1,30}:\S/i;
const wellKnown = /^(?:https?|urn|tag|ftp|guid|uuid|info|doi|news|mid|cid):/i;
const notAllowed = /[^A-Za-z0-9\-._~!$&'()*+,;=:@/?#%]|%(?![0-9A-Fa-f]{2})/gu;
const host = /^https?:\/\/[^/?#]+/i;

/** Whether a text is an absolute URI as JSON Schema's format `uri` demands. */
export function isUri(text: string): boolean {
  return (
    absolute.test(text) &&
    (!/^https?:/i.test(text) || host.test(text)) &&
    (text.match(/#/g)?.length ?? 0) <= 1
  );
}

/** A URI for an id: itself when it is one, percent-encoded where only characters are wrong, else a URN of ours. */
export function uriOf(id: string, provider: string): string {
  const trimmed = id.trim();
  if (isUri(trimmed) && (wellKnown.test(trimmed) || trimmed.includes('://'))) return trimmed;
  if (withScheme.test(trimmed) && wellKnown.test(trimmed)) {
    const encoded = percentEncode(trimmed, notAllowed);
    if (isUri(encoded)) return encoded;
  }
  return mintedUri(provider, trimmed);
}

/** `urn:wiredesk:<provider>:<key>`, percent-encoded. */
export function mintedUri(provider: string, ...key: readonly string[]): string {
  return [
    'urn:wiredesk',
    provider,
    ...key.map((part) => percentEncode(part, /[^A-Za-z0-9\-._~!$'()*,;=@]/gu)),
  ].join(':');
}

function percentEncode(text: string, what: RegExp): string {
  return text.replace(what, (character) =>
    [...Buffer.from(character.toWellFormed(), 'utf8')]
      .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
      .join(''),
  );
}
