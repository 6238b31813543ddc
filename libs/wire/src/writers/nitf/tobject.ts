import type { NinjsItem, NinjsSubject, Signal } from '#contracts';
import { subjectCodeOf, subjectUri } from '../../formats/support/iptc-codes.js';
import { element, type Markup } from '../markup.js';

/** What kind of text it is and what it is about. */
export function tobject({ genres = [], subjects = [] }: NinjsItem, signal: Signal | undefined): Markup {
  return element(
    'tobject',
    { 'tobject.type': signal === 'advisory' ? 'advisory' : 'news' },
    ...genres.map(({ name, literal }) =>
      element('tobject.property', { 'tobject.property.type': name ?? literal }),
    ),
    ...subjects.map(subjectElement),
  );
}

/** IPTC's subject codes go by their number, which says on which of three levels they stand; others by code and owner. */
function subjectElement({ name, uri, literal }: NinjsSubject): Markup {
  const number = subjectCodeOf(uri);
  if (number !== undefined) {
    return element('tobject.subject', {
      'tobject.subject.refnum': number,
      'tobject.subject.ipr': 'IPTC',
      [`tobject.subject.${levelOf(number)}`]: name,
    });
  }
  // Eight digits alone would be taken for one of IPTC's subject codes.
  const code = subjectUri(literal) === undefined ? (literal ?? uri) : (uri ?? literal);
  return element('tobject.subject', {
    'tobject.subject.refnum': code,
    'tobject.subject.ipr': code === undefined ? undefined : schemeOf(uri),
    'tobject.subject.type': name,
  });
}

function levelOf(number: string): 'type' | 'matter' | 'detail' {
  if (number.endsWith('000000')) return 'type';
  return number.endsWith('000') ? 'matter' : 'detail';
}

function schemeOf(uri: string | undefined): string | undefined {
  return uri === undefined ? undefined : /^(.*[/#=:])[^/#=:]+$/.exec(uri)?.[1];
}
