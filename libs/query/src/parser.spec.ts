import { describe, expect, it } from '@jest/globals';
import { ProblemError } from '#contracts';
import * as fc from 'fast-check';
import { QueryError } from './errors.js';
import { parseQuery } from './parser.js';
import { printQuery } from './print.js';
import { queryTree } from './query.arbitrary.js';

const read = (text: string): string => printQuery(parseQuery(text).ast);
const codes = (text: string): string[] => parseQuery(text).warnings.map((warning) => warning.code);

describe('the query language', () => {
  it.each([
    ['', '*'],
    ['   ', '*'],
    ['*', '*'],
    ['aide ukraine', 'aide ukraine'],
    ['aide AND ukraine', 'aide ukraine'],
    ['aide OR ukraine', 'aide OR ukraine'],
    ['aide | ukraine || kiev', 'aide OR ukraine OR kiev'],
    ['a b OR c', 'a b OR c'],
    ['a (b OR c)', 'a (b OR c)'],
    ['((a)) (b c)', 'a b c'],
    ['aide -sport', 'aide -sport'],
    ['aide NOT sport', 'aide -sport'],
    ['aide AND NOT (sport OR culture)', 'aide -(sport OR culture)'],
    ['NOT NOT sport', 'sport'],
    ['+aide +ukraine', 'aide ukraine'],
    ['or and not', 'or and not'],
    ['"aide à la sécurité"', '"aide à la sécurité"'],
    ['« aide militaire » „neue Hilfe“ “new aid”', '"aide militaire" "neue Hilfe" "new aid"'],
    ['"OR"', '"OR"'],
    ['États-Unis', '"États Unis"'],
    ["l’avocat d'Orléans", 'avocat Orléans'],
    ['U.S.', 'U.S'],
    ['gouv*', 'gouv*'],
    ['d’avoc*', 'avoc*'],
    ['etats-un*', 'etats un*'],
    ['provider:DPA', 'provider:dpa'],
    ['provider:dpa,afp', 'provider:dpa OR provider:afp'],
    ['provider:(dpa OR afp) ukraine', '(provider:dpa OR provider:afp) ukraine'],
    ['language:fr_CA', 'language:fr-ca'],
    ['headline:"aide militaire" body:kiev', 'headline:"aide militaire" body:kiev'],
    ['headline:(aide OR "deux mots" body:x)', 'headline:aide OR headline:"deux mots" body:x'],
    ['slugline:port Slug:port', 'slug:port slug:port'],
    ['-headline:sport', '-headline:sport'],
    ['headline:OR', 'headline:OR'],
    [
      'byline:x place:paris subject:20000763 category:pol keyword:k genre:g',
      'byline:x place:paris subject:20000763 category:pol keyword:k genre:g',
    ],
    ['urgency:<=3', 'urgency:<=3'],
    [
      'urgency:<3 urgency:>3 urgency:3 urgency:=3 urgency:2..4 urgency:4..2',
      'urgency:<=2 urgency:>=4 urgency:3 urgency:3 urgency:2..4 urgency:2..4',
    ],
    ['wordcount:>100', 'wordcount:>=101'],
    ['version:3 version:>=2 version:3..3', 'version:3 version:>=2 version:3..3'],
    ['status:killed signal:Correction feed:dpa-1', 'status:canceled signal:correction feed:dpa-1'],
    ['date:2026-11-01..2026-11-05', 'date:2026-11-01..2026-11-05'],
    ['date:>=2026-11-01', 'date:>=2026-11-01'],
    ['date:>2026-11-01', 'date:>=2026-11-02'],
    ['date:<=2026-11-05', 'date:<2026-11-06'],
    ['date:..2026-11-05', 'date:<2026-11-06'],
    ['date:2026-11-05..', 'date:>=2026-11-05'],
    ['date:2026-11', 'date:2026-11-01..2026-11-30'],
    ['date:2026', 'date:2026-01-01..2026-12-31'],
    ['received:2026-11-01T10:00Z', 'received:2026-11-01T10:00:00.000Z..2026-11-01T10:00:59.999Z'],
    ['date:2026-11-01+01:00', 'date:2026-10-31T23:00:00.000Z..2026-11-01T22:59:59.999Z'],
    ['Kiew: Hilfe', 'Kiew Hilfe'],
    ['10:30', '"10 30"'],
    ['... --- ?! Kiev', 'Kiev'],
  ])('reads  %s  as  %s', (text, printed) => {
    expect(read(text)).toBe(printed);
  });

  it('takes days in the zone that the caller names', () => {
    expect(parseQuery('date:2026-11-01', { zone: 'Europe/Paris' }).ast).toEqual({
      kind: 'period',
      field: 'date',
      from: '2026-10-31T23:00:00.000Z',
      before: '2026-11-01T23:00:00.000Z',
    });
    expect(parseQuery('date:2026-10-25', { zone: 'Europe/Paris' }).ast).toMatchObject({
      from: '2026-10-24T22:00:00.000Z',
      before: '2026-10-25T23:00:00.000Z',
    });
  });

  it('keeps a word as typed and as compared', () => {
    expect(parseQuery('Élections').ast).toEqual({
      kind: 'term',
      field: null,
      text: 'Élections',
      folded: 'elections',
    });
  });
});

describe('slips are mended with a warning', () => {
  it.each([
    ['"aide ukraine', 'aide ukraine', ['quote_unclosed']],
    ['headline:"aide ukraine', 'headline:aide ukraine', ['quote_unclosed']],
    ['aide "" ukraine', 'aide ukraine', ['phrase_empty']],
    ['(aide OR kiev', 'aide OR kiev', ['parenthesis_unclosed']],
    ['aide) kiev', 'aide kiev', ['parenthesis_unopened']],
    ['OR aide', 'aide', ['operator_dangling']],
    ['aide AND', 'aide', ['operator_dangling']],
    ['AND aide', 'aide', ['operator_dangling']],
    ['aide AND AND kiev', 'aide kiev', ['operator_dangling']],
    ['aide NOT', 'aide', ['operator_dangling']],
    ['Paris - Londres', 'Paris Londres', ['operator_dangling']],
    ['foo:bar', 'foo bar', ['field_unknown']],
    ['-foo:bar', '-(foo bar)', ['field_unknown']],
    ['foo:"bar baz"', 'foo "bar baz"', ['field_unknown']],
    ['provider: dpa', 'provider dpa', ['field_empty']],
    ['status:gone', 'status:gone', ['value_unknown']],
    ['urgency:high', 'urgency high', ['value_unreadable']],
    ['date:2026-02-30', 'date "2026 02 30"', ['value_unreadable']],
    ['date:2500', 'date 2500', ['value_unreadable']],
    ['a*', 'a', ['prefix_too_short']],
    ['wo*rd', '"wo rd"', ['wildcard_ignored']],
    ['provider:df*', 'provider:df', ['wildcard_ignored']],
    ['"aide kiev"~5', '"aide kiev"', ['proximity_ignored']],
  ])('%s', (text, printed, warnings) => {
    expect(read(text)).toBe(printed);
    expect(codes(text)).toEqual(warnings);
  });

  it('says where', () => {
    expect(parseQuery('kiev foo:bar').warnings).toEqual([
      { code: 'field_unknown', detail: 'there is no field "foo"; searched as words', at: 5 },
    ]);
  });

  it('raises no warning over ordinary text', () => {
    expect(codes('Kiew: 20 Länder helfen, « dit-il » à 10:30 (le "port"); qui?')).toEqual([]);
  });
});

describe('limits', () => {
  it.each([
    ['a'.repeat(4097), 'length'],
    ['a '.repeat(257), 'clauses'],
    [`"${'a '.repeat(257)}"`, 'clauses'],
    ['('.repeat(65), 'nesting'],
    [`${'(a OR b '.repeat(30)}${')'.repeat(30)}`, 'depth'],
  ])('a query over a limit is refused as query_invalid (%#)', (text, name) => {
    const refuse = (): unknown => parseQuery(text);
    expect(refuse).toThrow(QueryError);
    expect(refuse).toThrow(ProblemError);
    expect(refuse).toThrow(
      expect.objectContaining({
        code: 'query_invalid',
        status: 400,
        extra: { members: expect.objectContaining({ name }) },
      }),
    );
  });
});

describe('any text', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      ...Array.from('"«»()|-+*:~<>=.,’ \''),
      'AND ',
      'OR ',
      'NOT ',
      'headline:',
      'date:',
      'urgency:',
      'version:',
      'provider:',
      'foo:',
      '2026-11-01',
      '..',
      ' é',
      'l’',
      'U.S.',
      '3',
    ),
    fc.string({ unit: 'grapheme', maxLength: 4 }),
  );
  const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));

  it('is read without an error, and printing what was read is stable', () => {
    fc.assert(
      fc.property(text, (input) => {
        const printed = read(input);
        expect(read(printed)).toBe(printed);
        expect(codes(printed).filter((code) => code !== 'value_unknown')).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  it('any tree survives being printed and read', () => {
    fc.assert(
      fc.property(queryTree, (tree) => {
        const { ast } = parseQuery(printQuery(tree));
        expect(printQuery(ast)).toBe(printQuery(tree));
      }),
    );
  });

  it.each([
    '"',
    '«',
    '(',
    '-',
    'a:',
    'headline:"',
    '"a',
    'a|',
    'foo:"',
    '*',
    '~',
    "l'",
    'x.',
    '\u0301',
    'date:',
  ])('made of %s many times is read at once', (unit) => {
    const input = unit.repeat(Math.floor(4096 / unit.length));
    const started = performance.now();
    try {
      parseQuery(input);
    } catch (error) {
      expect(error).toBeInstanceOf(QueryError);
    }
    expect(performance.now() - started).toBeLessThan(250);
  });
});
