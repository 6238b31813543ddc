import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { isRefusal, mainBody, mainHeadline, ninjsItem, type Dispatch } from '#contracts';
import { parseTransmission } from '../../parse.js';

/** What a look-alike of a scraped page must become. */
interface Expected {
  readonly receivedAt: string;
  readonly headline: string;
  readonly language: string;
  readonly dateline: { readonly place?: string; readonly date?: string; readonly agencies: string[] };
  readonly byline?: string;
  readonly paragraphs: number;
  readonly bodyStartsWith: string;
  readonly bodyEndsWith: string;
  readonly summaries?: string[];
  readonly related: string[];
  readonly pictures: { readonly caption: string; readonly credit: string; readonly archive: boolean }[];
}

const folder = new URL('../../../fixtures/text/', import.meta.url);
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.txt'))
  .map((name) => name.slice(0, -'.txt'.length));

function read(name: string): { text: string; expected: Expected } {
  return {
    text: readFileSync(new URL(`${name}.txt`, folder), 'utf8'),
    expected: JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as Expected,
  };
}

async function parse(text: string, expected: Expected): Promise<Dispatch> {
  const parsed = await parseTransmission({
    bytes: Buffer.from(text, 'utf8'),
    contentType: 'text/plain; charset=utf-8',
    receivedAt: new Date(expected.receivedAt),
    provider: 'test-outlet',
  });
  expect(parsed.results).toHaveLength(1);
  const [result] = parsed.results;
  if (result === undefined || isRefusal(result)) throw new Error(`refused: ${JSON.stringify(result)}`);
  return result;
}

/** The same words as another system would send them: straight quotes, hyphens, plain blanks. */
function plainTypography(text: string): string {
  return text
    .replace(/[’‘]/g, "'")
    .replace(/[“”„]/g, '"')
    .replace(/[–—]/g, '-')
    .replace(/[\u00A0\u202F]/g, ' ')
    .replaceAll('…', '...');
}

const inOrder = (texts: readonly string[]): string[] => texts.toSorted((a, b) => a.localeCompare(b));

describe('a scraped page', () => {
  it.each(names)('%s becomes one clean item', async (name) => {
    const { text, expected } = read(name);
    const { item, editorial, text: facts, signal } = await parse(text, expected);
    const paragraphs = facts.plain.split('\n\n');
    const associations = item.associations ?? [];
    expect({
      headline: mainHeadline(item),
      language: item.language,
      dateline: { ...editorial.dateline, text: undefined },
      byline: editorial.byline,
      paragraphs: paragraphs.length,
      summaries: inOrder((item.descriptions ?? []).map(({ value }) => value)),
      related: inOrder(
        associations
          .filter(({ rel }) => rel === 'related')
          .map((related) => related.headlines?.[0]?.value ?? ''),
      ),
      pictures: associations
        .filter(({ type }) => type === 'picture')
        .map((picture) => ({
          caption: picture.descriptions?.[0]?.value,
          credit: picture.infoSources?.[0]?.name,
          archive: picture.genres?.[0]?.literal === 'archive',
        })),
    }).toEqual({
      headline: expected.headline,
      language: expected.language,
      dateline: { ...expected.dateline, text: undefined },
      byline: expected.byline,
      paragraphs: expected.paragraphs,
      summaries: inOrder(expected.summaries ?? []),
      related: inOrder(expected.related),
      pictures: expected.pictures,
    });
    expect(facts.plain.startsWith(expected.bodyStartsWith)).toBe(true);
    expect(facts.plain.endsWith(expected.bodyEndsWith)).toBe(true);
    expect(mainBody(item)?.match(/<p>/g)).toHaveLength(expected.paragraphs);
    expect(signal).toBe('new');
    expect(ninjsItem.safeParse(item).success).toBe(true);
  });

  it.each(names)('%s keeps each paragraph as it was typed', async (name) => {
    const { text, expected } = read(name);
    const { text: facts } = await parse(text, expected);
    for (const paragraph of facts.plain.split('\n\n')) expect(text).toContain(paragraph);
  });

  it.each(names)('%s is the same story when it comes with plain typography', async (name) => {
    const { text, expected } = read(name);
    const typed = await parse(text, expected);
    const plain = await parse(plainTypography(text), expected);
    expect(plain.identity).toEqual(typed.identity);
    expect(plain.item.uri).toBe(typed.item.uri);
    expect(plain.text.plain).not.toContain('’');
  });

  it.each([
    ['with carriage returns', (text: string) => text.replaceAll('\n', '\r\n')],
    ['with blanks at the ends of lines', (text: string) => text.replaceAll('\n', '  \n')],
    ['with decomposed accents', (text: string) => text.normalize('NFD')],
    ['with a byte order mark', (text: string) => `\uFEFF${text}`],
  ])('is the same item %s', async (_, change) => {
    for (const name of names) {
      const { text, expected } = read(name);
      const changed = await parse(change(text), expected);
      expect(changed.item).toEqual((await parse(text, expected)).item);
    }
  });
});
