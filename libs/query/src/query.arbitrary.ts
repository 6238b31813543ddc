import * as fc from 'fast-check';
import { and, not, or, type QueryNode, type QueryWord } from './ast.js';
import { codeFields, textFields } from './fields.js';

/** Words of several languages, so that random queries and random texts meet. */
export const someWords = [
  'port',
  'ports',
  'strike',
  'grève',
  'greve',
  'Hafen',
  'Häfen',
  'OR',
  'État',
  'Zürich',
  'us',
];
const word: fc.Arbitrary<QueryWord> = fc
  .constantFrom(...someWords)
  .map((text) => ({ text, folded: text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase() }));
const field = fc.option(fc.constantFrom(...textFields), { freq: 2 });
const day = fc.date({ min: new Date('2026-10-30'), max: new Date('2026-11-06'), noInvalidDate: true });

const leaf: fc.Arbitrary<QueryNode> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .record({ kind: fc.constant('term' as const), field, word })
      .map(({ word, ...rest }) => ({ ...rest, ...word })),
  },
  fc
    .record({ field, word, length: fc.integer({ min: 2, max: 4 }) })
    .map(({ field, word: { text, folded }, length }) => ({
      kind: 'prefix' as const,
      field,
      text: text.slice(0, length),
      folded: folded.slice(0, length),
    })),
  fc.record({
    kind: fc.constant('phrase' as const),
    field,
    terms: fc.array(word, { minLength: 1, maxLength: 3 }),
  }),
  fc.record({
    kind: fc.constant('code' as const),
    field: fc.constantFrom(...codeFields),
    value: fc.constantFrom('nordwire', 'en', 'fr', 'fr-ca', 'usable', 'new', '1'),
  }),
  fc
    .record({
      field: fc.constantFrom('urgency' as const, 'wordcount' as const, 'version' as const),
      low: fc.integer({ min: 0, max: 9 }),
      span: fc.integer({ min: 0, max: 3 }),
      open: fc.constantFrom('min', 'max', 'none'),
    })
    .map(({ field, low, span, open }) => ({
      kind: 'range' as const,
      field,
      min: open === 'min' ? null : low,
      max: open === 'max' ? null : low + span,
    })),
  fc
    .record({
      field: fc.constantFrom('date' as const, 'received' as const),
      from: day,
      days: fc.integer({ min: 1, max: 3 }),
      midnight: fc.boolean(),
      open: fc.constantFrom('from', 'before', 'none'),
    })
    .map(({ field, from, days, midnight, open }) => {
      const start = midnight ? new Date(from.toISOString().slice(0, 10)) : from;
      return {
        kind: 'period' as const,
        field,
        from: open === 'from' ? null : start.toISOString(),
        before: open === 'before' ? null : new Date(start.getTime() + days * 86_400_000).toISOString(),
      };
    }),
);

/** Any query tree that reading a text could give, of a modest size. */
export const queryTree: fc.Arbitrary<QueryNode> = fc.letrec<{ node: QueryNode }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    { weight: 3, arbitrary: leaf },
    { weight: 1, arbitrary: fc.array(tie('node'), { minLength: 2, maxLength: 3 }).map(and) },
    { weight: 1, arbitrary: fc.array(tie('node'), { minLength: 2, maxLength: 3 }).map(or) },
    { weight: 1, arbitrary: tie('node').map(not) },
  ),
})).node;
