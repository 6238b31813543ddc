import type { NinjsItem, NinjsSubject, Signal } from '#contracts';
import { element, type Markup } from '../markup.js';

const subjectCodes = 'http://cv.iptc.org/newscodes/subjectcode/';

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
  const number = uri?.startsWith(subjectCodes) ? uri.slice(subjectCodes.length) : undefined;
  if (number !== undefined && /^\d{8}$/.test(number)) {
    return element('tobject.subject', {
      'tobject.subject.refnum': number,
      'tobject.subject.ipr': 'IPTC',
      [`tobject.subject.${levelOf(number)}`]: name,
    });
  }
  // Eight digits alone would be taken for one of IPTC's subject codes.
  const code = literal !== undefined && !/^\d{8}$/.test(literal) ? literal : (uri ?? literal);
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
