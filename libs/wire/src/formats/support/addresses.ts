const absolute = /^[a-zA-Z][a-zA-Z0-9+.-]{1,30}:[^\s<>"{}|\\^`]+$/;

/** Whether a string is a URI that ninjs may carry as one: absolute, without blanks. */
export function isUri(text: string): boolean {
  return text.length <= 2_048 && absolute.test(text);
}

/** The URI, white space at its ends gone and characters that a URI must not hold escaped; undefined when it is none. */
export function uriOf(raw: string | undefined): string | undefined {
  const trimmed = raw?.trim() ?? '';
  if (trimmed === '' || trimmed.length > 2_048) return undefined;
  const escaped = trimmed.replace(/[\s<>"{}|\\^`]|[^\u0021-\u007e]/gu, (character) =>
    encodeURIComponent(character.toWellFormed()),
  );
  return isUri(escaped) ? escaped : undefined;
}
