import type { Embargo } from '#contracts';
import { parseWireDate } from '../dates/index.js';
import { foldLine, foldPhrase } from './fold.js';
import { allLanguageWords } from './wire-words.js';

export interface EmbargoOptions {
  /** IANA zone of times without one. */
  readonly zone?: string | undefined;
  readonly zoneNames?: Readonly<Record<string, string>> | undefined;
  readonly receivedAt: Date;
}

interface EmbargoTables {
  readonly opening: RegExp;
  readonly anywhere: RegExp;
  readonly until: RegExp;
  readonly indefinite: readonly string[];
  readonly lifted: readonly string[];
}

let tables: EmbargoTables | undefined;

function embargoTables(): EmbargoTables {
  tables ??= build();
  return tables;
}

function build(): EmbargoTables {
  const words = allLanguageWords().map(({ embargo }) => embargo);
  const all = (name: 'words' | 'until' | 'indefinite' | 'lifted'): string[] =>
    [...new Set(words.flatMap((lists) => lists[name].map(foldPhrase)))].sort((a, b) => b.length - a.length);
  const alternation = all('words').join('|');
  return {
    opening: new RegExp(
      String.raw`^[\W_]*(?:(?:strictly|strikte?|attention|achtung|atencion)\s+)?(?:${alternation})(?![a-z])`,
    ),
    anywhere: new RegExp(String.raw`(?<![a-z])(?:${alternation})(?![a-z])`),
    until: new RegExp(String.raw`(?<![a-z])(?:${all('until').join('|')})(?![a-z])[\s:]*`),
    indefinite: all('indefinite'),
    lifted: all('lifted'),
  };
}

/** Whether a line of copy opens by saying that it is embargoed; `the arms embargo` further on is no embargo. */
export function opensWithEmbargo(line: string): boolean {
  return embargoTables().opening.test(foldLine(line.slice(0, 60)));
}

const spans = 120;
const clockFirst =
  /^(?<hour>\d{1,2})[:.h]?(?<minute>\d{2})?\s*(?:uhr|h|hrs|hours)?\s*(?<half>[ap]\.?m\.?)?\s*(?<zone>[a-z]{2,5}(?=[\s,]|$)|[+-]\d{2}:?\d{2})?[\s,]*(?:on|le|el|del|am|den|the)?\s*(?:\p{L}+day,?\s+)?(?<date>\p{L}*\.?\s*\d.*)$/u;

/**
 * The embargo that a note, a headline or a line speaks of. Fails closed: when it says embargo and no instant can be
 * read with certainty, the state is `unreadable` and an operator decides. Undefined when it does not speak of one.
 */
export function embargoFromWords(text: string, options: EmbargoOptions): Embargo | undefined {
  const folded = foldLine(text);
  const { anywhere, until, indefinite, lifted } = embargoTables();
  const found = anywhere.exec(folded);
  if (found === null) return undefined;
  const said = text.slice(0, 400).trim();
  if (lifted.some((phrase) => folded.includes(phrase))) return { state: 'lifted', text: said };
  if (indefinite.some((phrase) => folded.includes(phrase))) return { state: 'indefinite', text: said };
  const behind = text.slice(found.index + found[0].length, found.index + found[0].length + spans);
  const from = until.exec(foldLine(behind));
  const when = (from === null ? behind : behind.slice(from.index + from[0].length)).replace(
    /^[\s:–—-]+/u,
    '',
  );
  const instant = readWhen(when, options);
  return instant === undefined
    ? { state: 'unreadable', text: said }
    : { state: 'until', until: instant, text: said };
}

/** An instant at the beginning of a text; the longest piece that is a date with a time, none other. */
function readWhen(text: string, options: EmbargoOptions): string | undefined {
  const line = text.split(/[\n;()]/)[0] ?? '';
  const pieces = line.trim().split(/\s+/).slice(0, 10);
  for (let end = pieces.length; end > 0; end--) {
    const piece = pieces
      .slice(0, end)
      .join(' ')
      .replace(/(?<![.,])[.,]+$/, '');
    for (const candidate of [piece, turned(piece)]) {
      const date =
        candidate === undefined ? undefined : parseWireDate(candidate, { ...options, ambiguity: 'later' });
      if (date?.precision === 'instant') return date.instant;
    }
  }
  return undefined;
}

/** `0001 GMT Friday September 9 2022` as a date that can be read: date, time, zone. */
function turned(piece: string): string | undefined {
  const groups = clockFirst.exec(foldLine(piece))?.groups;
  if (groups?.hour === undefined || groups.date === undefined) return undefined;
  const four = /^(\d{2})(\d{2})\b/.exec(piece);
  const hour = four?.[1] ?? groups.hour;
  const minute = four?.[2] ?? groups.minute ?? '00';
  return `${groups.date} ${hour}:${minute}${groups.half ? ` ${groups.half}` : ''} ${(groups.zone ?? '').toUpperCase()}`.trim();
}
