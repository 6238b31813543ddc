import { unifyLines } from '../../text/index.js';

/** One message of a transmission, its wrapper off, and what the wrapper's marked lines say. */
export interface Message {
  readonly text: string;
  readonly header: MessageHeader;
}

/** Facts out of marked lines above the copy. */
export interface MessageHeader {
  readonly headline?: string;
  readonly slugline?: string;
  readonly place?: string;
  readonly byline?: string;
  readonly id?: string;
  readonly keywords: readonly string[];
  readonly category: readonly string[];
}

const opening = /^\s*ZCZC\b[^\n]*$/i;
const closing = /^\s*N{4}\s*$/;
/** `#slug`, `$headline`, `:(PLACE)` … one mark at the start of each line. */
const marked = /^([#$%:&*@~^=!])(.*)$/;
/** `TI#headline`, `KY#keywords`: two capitals and a number sign. */
const tagged = /^([A-Z]{2})#(.*)$/;

const minMarked = 3;

const plain: MessageHeader = { keywords: [], category: [] };

/** Cuts a transmission at its `ZCZC` … `NNNN` wrappers; text without them is one message. */
export function messagesOf(text: string): Message[] {
  const lines = unifyLines(text).split('\n');
  if (!lines.some((line) => opening.test(line) || closing.test(line))) return [messageOf(lines, minMarked)];
  const messages: string[][] = [];
  let current: string[] = [];
  for (const line of lines) {
    if (opening.test(line) || closing.test(line)) {
      messages.push(current);
      current = [];
    } else current.push(line);
  }
  messages.push(current);
  return messages
    .filter((message) => message.some((line) => line.trim() !== ''))
    .map((message) => messageOf(message, 1));
}

/** `enough` kinds of marks make a header: inside a wrapper one, elsewhere a list may look like it. */
function messageOf(lines: readonly string[], enough: number): Message {
  const start = lines.findIndex((line) => line.trim() !== '');
  const body = lines.slice(Math.max(start, 0));
  return readTagged(body) ?? readMarked(body, enough) ?? { text: body.join('\n'), header: plain };
}

function readMarked(lines: readonly string[], enough: number): Message | undefined {
  const end = lines.findIndex((line) => line.trim() !== '' && !marked.test(line.trimEnd()));
  const length = end === -1 ? lines.length : end;
  const header = lines.slice(0, length).filter((line) => line.trim() !== '');
  if (new Set(header.map((line) => line[0])).size < enough || header.length === 0) return undefined;
  const value = (mark: string): string | undefined =>
    header
      .map((line) => marked.exec(line.trimEnd()))
      .find((match) => match?.[1] === mark && match[2]?.trim() !== '')?.[2]
      ?.trim();
  const headline = value('$');
  const place = value(':')?.replace(/^\(|\)$/g, '');
  return {
    text: lines.slice(length).join('\n'),
    header: {
      keywords: [],
      category: [value('%')].filter((found) => found !== undefined),
      ...(headline === undefined || headline.length < 3 ? {} : { headline }),
      ...optional('slugline', value('#')),
      ...(place === undefined || !/^\p{L}/u.test(place) || place.length > 40 ? {} : { place }),
    },
  };
}

function readTagged(lines: readonly string[]): Message | undefined {
  const tags = new Map<string, string>();
  let end = 0;
  for (const line of lines) {
    const match = tagged.exec(line.trim());
    if (match?.[1] === undefined) break;
    tags.set(match[1], match[2]?.trim() ?? '');
    end += 1;
  }
  if (tags.size < minMarked) return undefined;
  const value = (tag: string): string | undefined => tags.get(tag) || undefined;
  return {
    text: [value('TX'), ...lines.slice(end)].filter((line) => line !== undefined).join('\n'),
    header: {
      keywords: (value('KY') ?? '').split(/\s+/).filter((word) => word !== ''),
      category: [],
      ...optional('headline', value('TI')),
      ...optional('byline', value('BY')),
      ...optional('id', value('AN')),
    },
  };
}

function optional<K extends string>(name: K, value: string | undefined): Partial<Record<K, string>> {
  return value === undefined ? {} : ({ [name]: value } as Partial<Record<K, string>>);
}
