const parenthesised = /^\s*(\S+@\S+)\s*\(([^()]+)\)\s*$/;
const bracketed = /^\s*([^<>()]+?)\s*[<(]\s*(\S+@[^\s<>()]+)\s*[>)]\s*$/;

/** The name out of `desk@faro.example (A. Nunes)` or `A. Nunes <desk@faro.example>`; else the text as it is. */
export function authorName(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return (parenthesised.exec(line)?.[2] ?? bracketed.exec(line)?.[1] ?? line).trim();
}

/** Names once each, empty ones gone. */
export function distinct(names: readonly (string | undefined)[]): string[] {
  return [...new Set(names.filter((name) => name !== undefined).map((name) => name.trim()))].filter(
    (name) => name !== '',
  );
}
