import type { NinjsItem } from '#contracts';
import { cleanHtml, looksLikeHtml, plainLine, plainText } from '../../html/index.js';
import { unlessEmpty } from '../support/defined.js';
import { asString, JsonRecord } from '../support/json-record.js';

/** One text of an item in any dialect. */
export interface Content {
  readonly role: string | undefined;
  readonly value: string;
  readonly isHtml: boolean;
  readonly wordCount?: number | undefined;
}

const htmlRoles = new Set(['html', 'xhtml', 'richtext']);

/** `headline`, `headline_*` and `headlines[]`; the main one first. */
export function headlines(item: JsonRecord): Content[] {
  const found = contents(item, 'headline', 'headlines');
  const main = found.findIndex(({ role }) => role === 'main' || role === undefined);
  return main <= 0
    ? found
    : [...found.slice(main, main + 1), ...found.slice(0, main), ...found.slice(main + 1)];
}

/** The descriptions as plain text, each wording once. */
export function descriptions(item: JsonRecord): NinjsItem['descriptions'] {
  const seen = new Set<string>();
  const found = contents(item, 'description', 'descriptions').concat(abstracts(item));
  return unlessEmpty(
    found.flatMap(({ role, value }) => {
      const text = plainText(value);
      const wording = text.replace(/\s+/g, ' ');
      if (text === '' || seen.has(wording)) return [];
      seen.add(wording);
      return [
        role === undefined || htmlRoles.has(role) || role === 'text'
          ? { value: text }
          : { role, value: text },
      ];
    }),
  );
}

/** The text of the item: XHTML or HTML before plain text, `main` before others. */
export function body(item: JsonRecord): Content | undefined {
  const candidates = contents(item, 'body', 'bodies').filter(({ value }) => value.trim() !== '');
  const rank = ({ role, isHtml }: Content): number => {
    const kind =
      role === 'main' || role === undefined ? 0 : htmlRoles.has(role) ? 1 : role === 'text' ? 2 : 3;
    return (isHtml ? 0 : 10) + kind;
  };
  return [...candidates].sort((one, other) => rank(one) - rank(other))[0];
}

/** A body as the draft wants it. */
export function bodyOf(content: Content): { html?: string; plain?: string } {
  if (!content.isHtml) return { plain: content.value };
  const { html, plain } = cleanHtml(content.value);
  return { html, plain };
}

/** Headline as one line of text. */
export function headlineText(content: Content): string {
  return plainLine(content.value);
}

function abstracts(item: JsonRecord): Content[] {
  const text = item.string('abstract', 'teaser');
  return text === undefined ? [] : [{ role: 'summary', value: text, isHtml: looksLikeHtml(text) }];
}

function contents(item: JsonRecord, name: string, list: string): Content[] {
  const found: Content[] = [];
  const add = (role: string | undefined, value: string, type: string, wordCount?: number): void => {
    if (value.trim() === '') return;
    const isHtml = /html/i.test(type) || (!/plain/i.test(type) && role !== 'text' && looksLikeHtml(value));
    found.push({ role, value, isHtml, wordCount });
  };
  for (const member of item.list(list)) {
    const record = JsonRecord.of(member);
    const value = record?.string('value') ?? asString(member);
    if (value === undefined) continue;
    const role = record?.string('role');
    add(role, value, record?.string('contenttype') ?? role ?? '', record?.integer('wordcount'));
  }
  const plain = asString(item.get(name));
  if (plain !== undefined) add(undefined, plain, '');
  for (const [role, member] of item.startingWith(`${name}_`)) {
    const value = asString(member);
    if (value !== undefined) add(role, value, role);
  }
  return found;
}
