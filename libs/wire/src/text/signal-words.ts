import type { Signal } from '#contracts';
import type { Profile } from '../profiles/profile.js';
import { escapeRegExp } from './escape-reg-exp.js';
import { foldLine, foldPhrase } from './fold.js';
import { takeMarks } from './headline-marks.js';
import { markKey, meaningOf, type MarkMeaning } from './signal-marks.js';
import { allLanguageWords } from './wire-words.js';

/** What the words of a dispatch say it is for. */
export interface WordSignal {
  readonly signal: Exclude<Signal, 'new'>;
  /** The headline without the marks. */
  readonly headline: string;
  /** Where it stood. */
  readonly rule: 'headline' | 'line' | 'note' | 'phrase';
}

export interface SignalSource {
  readonly headline?: string | undefined;
  readonly edNote?: string | undefined;
  /** The first blocks of the body. */
  readonly firstLines: readonly string[];
  readonly profile: Pick<Profile, 'signals' | 'numberedTitles'>;
}

const strongestFirst = ['kill', 'withhold', 'correction', 'update', 'resend', 'advisory'] as const;
const maxLines = 3;
const maxChangeNote = 300;
const noOwnWords: ReadonlyMap<string, MarkMeaning> = new Map();
/** Notices that take copy back are short; a long report may tell of one. */
const maxNotice = 1_200;
const lowerCase = /\p{Ll}/u;
const bracketNote = /^\(([^():]{2,40}):/u;
const bracketVerb = /^\((\p{Lu}\p{Ll}+(?: \p{L}+)?)/u;
const noteOpening = /^(?:eds|editors?|nota|ndlr|attn)[^:]{0,30}:\s*/u;
const firstWords = /^\p{L}+(?: \p{L}+)?/u;

/**
 * The signal that words give, for dispatches without a coded one: marks of the headline first, then the first lines,
 * then the note to editors. Undefined when nothing says more than that the copy is there.
 */
export function signalFromWords(source: SignalSource): WordSignal | undefined {
  const own = ownWords(source.profile);
  const marked = takeMarks(source.headline ?? '', { own, numberedTitles: source.profile.numberedTitles });
  const headline = marked.headline;
  const fromHeadline = strongest(marked.meanings);
  if (fromHeadline) return { signal: fromHeadline, headline, rule: 'headline' };
  const lines = source.firstLines.slice(0, maxLines);
  const fromLines = strongest(lines.map((line) => meaningOfLine(line, own)));
  if (fromLines) return { signal: fromLines, headline, rule: 'line' };
  const fromNote = source.edNote === undefined ? undefined : meaningOfNote(source.edNote, own);
  if (fromNote) return { signal: fromNote, headline, rule: 'note' };
  const notice = lines.join('\n');
  const fromPhrase = notice.length > maxNotice ? undefined : meaningOfPhrase(notice);
  return fromPhrase && { signal: fromPhrase, headline, rule: 'phrase' };
}

function strongest(meanings: readonly (MarkMeaning | undefined)[]): WordSignal['signal'] | undefined {
  return strongestFirst.find((signal) => meanings.includes(signal));
}

/** A line that is nothing but a mark, opens with one in capitals, or is a bracketed note that says what changed. */
function meaningOfLine(line: string, own: ReadonlyMap<string, MarkMeaning>): MarkMeaning | undefined {
  const noted = meaningOfBrackets(line, own);
  if (noted) return noted;
  const marked = takeMarks(line.slice(0, 80), { own });
  return lowerCase.test(line.slice(0, 4)) ? undefined : strongest(marked.meanings);
}

function meaningOfBrackets(line: string, own: ReadonlyMap<string, MarkMeaning>): MarkMeaning | undefined {
  const note = bracketNote.exec(line)?.[1];
  const noted = note === undefined ? undefined : meaningOf(note, own);
  if (noted) return noted;
  const verb = bracketVerb.exec(line)?.[1];
  return verb === undefined ? undefined : meaningOfVerb(verb);
}

/** `(Adds quotes, details)`, `(Berichtigung: …)`: a bracketed line that says what changed and is no copy. */
export function isChangeNote(line: string): boolean {
  if (line.length > maxChangeNote || !/^\(.+\)\.?$/u.test(line)) return false;
  return meaningOfBrackets(line, noOwnWords) !== undefined;
}

function meaningOfNote(
  note: string,
  own: ReadonlyMap<string, MarkMeaning>,
): WordSignal['signal'] | undefined {
  const text = note.slice(0, maxNotice);
  const opened = foldLine(text).replace(noteOpening, '').length;
  const rest = text.slice(text.length - opened);
  const verb = firstWords.exec(rest)?.[0];
  const meanings = [
    ...rest.split('\n').map((line) => meaningOfLine(line, own)),
    meaningOfPhrase(text),
    verb === undefined ? undefined : meaningOfVerb(verb),
  ];
  return strongestFirst.find((signal) => meanings.includes(signal));
}

let verbTable: ReadonlyMap<string, WordSignal['signal']> | undefined;

/** What the first word or two of a note say: `Adds comments`, `Corrects spelling`. */
function meaningOfVerb(words: string): WordSignal['signal'] | undefined {
  verbTable ??= new Map(
    allLanguageWords().flatMap(({ verbs }) =>
      (['update', 'resend', 'correction'] as const).flatMap((signal) =>
        verbs[signal].map((verb) => [foldPhrase(verb), signal] as const),
      ),
    ),
  );
  const folded = foldPhrase(words);
  return verbTable.get(folded) ?? verbTable.get(folded.split(' ')[0] ?? '');
}

let phrasePatterns: { readonly any: RegExp; readonly kill: RegExp } | undefined;

function meaningOfPhrase(text: string): 'kill' | 'update' | undefined {
  const words = phrasePatterns === undefined ? allLanguageWords().map(({ phrases }) => phrases) : [];
  phrasePatterns ??= {
    any: anyOf(words.flatMap(({ kill, update }) => [...kill, ...update])),
    kill: anyOf(words.flatMap(({ kill }) => kill)),
  };
  const folded = foldLine(text);
  if (!phrasePatterns.any.test(folded)) return undefined;
  return phrasePatterns.kill.test(folded) ? 'kill' : 'update';
}

function anyOf(phrases: readonly string[]): RegExp {
  return new RegExp(phrases.map((phrase) => escapeRegExp(foldPhrase(phrase))).join('|'));
}

const ownTables = new WeakMap<object, ReadonlyMap<string, MarkMeaning>>();

function ownWords({ signals }: Pick<Profile, 'signals'>): ReadonlyMap<string, MarkMeaning> {
  let table = ownTables.get(signals);
  if (table === undefined) {
    table = new Map(
      strongestFirst
        .toReversed()
        .flatMap((signal) => signals[signal].map((word) => [markKey(word), signal] as const)),
    );
    ownTables.set(signals, table);
  }
  return table;
}
