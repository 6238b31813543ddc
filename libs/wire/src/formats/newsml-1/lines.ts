import type { XmlElement } from '../../xml/index.js';
import { textOf } from '../../xml/index.js';
import { firstNamed, formalName, named, textsOf } from './names.js';

/** The `NewsLines` of the components around a text. */
export interface Lines {
  first(name: string): string | undefined;
  all(name: string): string[];
  /** Texts of the further lines whose type fits. */
  typed(type: RegExp): string[];
}

/** Lines of the components from the outermost to the innermost; an empty one counts as none. */
export function linesOf(chain: readonly XmlElement[]): Lines {
  const blocks = chain.flatMap((component) => named(component, 'NewsLines'));
  const all = (name: string): string[] => [...new Set(blocks.flatMap((block) => textsOf(block, name)))];
  return {
    all,
    first: (name) => all(name)[0],
    typed: (type) =>
      blocks
        .flatMap((block) => named(block, 'NewsLine'))
        .filter((line) => type.test(formalName(firstNamed(line, 'NewsLineType')) ?? ''))
        .flatMap((line) => named(line, 'NewsLineText').map(textOf))
        .filter((text) => text !== ''),
  };
}
