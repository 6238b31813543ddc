import { stemmedLanguages, type PhraseNode, type PrefixNode, type TermNode, type TextField } from '#query';
import { indexedWord, stemLexeme } from '../indexed-words.js';
import { isScopedField, scopedLexeme } from './search-vector.js';

/**
 * A text node in the text form of a tsquery. Words hold letters, digits and marks only (see `tokenise`), so that
 * nothing in them can end the quotes; the whole still travels as a parameter.
 */
export function textQuery(node: TermNode | PrefixNode | PhraseNode): string {
  switch (node.kind) {
    case 'term':
      return `(${wordForms(node.folded)
        .map((lexeme) => operand(node.field, lexeme))
        .join(' | ')})`;
    case 'prefix':
      return operand(node.field, indexedWord(node.folded), '*');
    case 'phrase':
      return `(${node.terms.map((term) => operand(node.field, indexedWord(term.folded))).join(' <-> ')})`;
  }
}

/** A document's language decides which stem counts, and it is not known here: each language's stem is one way to match. */
function wordForms(folded: string): string[] {
  return [indexedWord(folded), ...stemmedLanguages.map((language) => stemLexeme(language, folded))];
}

function operand(field: TextField | null, lexeme: string, flags = ''): string {
  if (field === null) return quoted(lexeme, flags);
  return isScopedField(field) ? quoted(scopedLexeme(field, lexeme), flags) : quoted(lexeme, `${flags}D`);
}

function quoted(lexeme: string, flags: string): string {
  return flags === '' ? `'${lexeme}'` : `'${lexeme}':${flags}`;
}
