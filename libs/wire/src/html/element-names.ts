const name = /^[a-z][a-z0-9]*(?:[-:][a-z0-9-]+)*$/;

/**
 * Whether `<name` opens an element. Copy also writes addresses in angle brackets (`<desk@faro.example>`,
 * `<https://…>`): those are text.
 */
export function isElementName(tag: string): boolean {
  return (
    name.test(tag) && !tag.startsWith('http:') && !tag.startsWith('https:') && !tag.startsWith('mailto:')
  );
}
