import type { NinjsItem, NinjsSubject } from '#contracts';
import { attr, type XmlElement } from '../../xml/index.js';
import { defined, unlessEmpty } from '../support/defined.js';
import { subjectUri } from '../support/iptc-codes.js';
import type { Located } from '../support/element-dateline.js';
import { descriptiveOf } from './components.js';
import { firstNamed, formalName, named, path, properties, textsOf } from './names.js';

const maxConcepts = 2_000;
/** Letter codes that agencies write where subjects stand are their categories. */
const categoryCode = /^[A-Z]{3,4}$/;

/** All descriptive metadata around a text. */
export function descriptionsAround(chain: readonly XmlElement[]): XmlElement[] {
  return chain.flatMap(descriptiveOf);
}

function subjectElements(metadata: readonly XmlElement[]): XmlElement[] {
  return metadata
    .flatMap((one) => named(one, 'SubjectCode'))
    .flatMap((code) =>
      code.children.filter(
        (node): node is XmlElement => typeof node !== 'string' && /^Subject/i.test(node.local),
      ),
    )
    .filter((element) => attr(element, 'FormalName') !== undefined)
    .slice(0, maxConcepts);
}

/** Subjects of all levels by their code; other vocabularies keep theirs as creator. */
export function subjectsOf(metadata: readonly XmlElement[]): NinjsSubject[] | undefined {
  const subjects = new Map<string, NinjsSubject>();
  for (const element of subjectElements(metadata)) {
    const code = attr(element, 'FormalName') ?? '';
    const uri = subjectUri(code);
    const vocabulary = attr(element, 'Vocabulary') ?? attr(element, 'Scheme');
    if (!subjects.has(code)) {
      subjects.set(
        code,
        defined({
          literal: code,
          uri,
          creator: uri === undefined ? vocabulary : undefined,
        }),
      );
    }
  }
  return unlessEmpty([...subjects.values()]);
}

/** Categories: those written beside the subjects (`cat`), and subjects that are letter codes. */
export function categoriesOf(metadata: readonly XmlElement[]): string[] {
  const found = subjectElements(metadata).flatMap((element) => {
    const code = attr(element, 'FormalName') ?? '';
    return [attr(element, 'cat'), categoryCode.test(code) ? code : undefined];
  });
  return [...new Set(found.filter((category) => category !== undefined))];
}

export function genresOf(metadata: readonly XmlElement[]): NinjsItem['genres'] {
  const names = metadata.flatMap((one) => named(one, 'Genre')).flatMap((genre) => formalName(genre) ?? []);
  return unlessEmpty([...new Set(names)].map((name) => ({ name })));
}

/** Keywords out of keyword lines and properties; several in one are parted by semicolons. */
export function keywordsOf(metadata: readonly XmlElement[], lines: readonly string[]): string[] {
  const words = [...lines, ...metadata.flatMap((one) => properties(one, 'Keyword'))];
  const parted = words.flatMap((word) => word.split(';')).map((word) => word.trim());
  return [...new Set(parted.filter((word) => word !== ''))];
}

/** Where the copy comes from: the location of origin, else the only kind of location that is named. */
export function locatedOf(metadata: readonly XmlElement[]): Located {
  const locations = metadata.flatMap((one) => named(one, 'Location'));
  const origin = locations.find((location) => /origin/i.test(attr(location, 'HowPresent') ?? ''));
  const location = origin ?? locations.find((one) => attr(one, 'HowPresent') === undefined);
  return defined({ place: properties(location, 'City')[0], country: properties(location, 'Country')[0] });
}

const partyRoles = ['Provider', 'Source', 'Creator', 'Contributor'] as const;

/** Who provided and who made the copy. */
export function infoSourcesOf(
  chain: readonly XmlElement[],
  creditLines: readonly string[],
): NinjsItem['infoSources'] {
  const found = new Map<string, { name: string; role: string }>();
  const add = (name: string | undefined, role: string): void => {
    if (name !== undefined && found.size < maxConcepts) found.set(`${role} ${name}`, { name, role });
  };
  for (const metadata of chain.flatMap((component) => named(component, 'AdministrativeMetadata'))) {
    for (const role of partyRoles) {
      for (const party of named(metadata, role).flatMap((one) => named(one, 'Party'))) {
        add(attr(party, 'FormalName'), role.toLowerCase());
      }
    }
    for (const author of properties(metadata, 'author')) add(author, 'author');
  }
  for (const credit of creditLines) add(credit, 'credit');
  return unlessEmpty([...found.values()]);
}

/** Terms of use in words. */
export function usageTermsOf(
  chain: readonly XmlElement[],
  rightsLines: readonly string[],
): string | undefined {
  const rights = chain.flatMap((component) => named(component, 'RightsMetadata'));
  const usage = rights
    .flatMap((one) => named(one, 'UsageRights'))
    .flatMap((one) =>
      ['UsageType', 'Geography', 'RightsHolder', 'Limitations'].flatMap((name) => textsOf(one, name)),
    );
  const terms = [...new Set([...rightsLines, ...usage])];
  return terms.length === 0 ? undefined : terms.join('\n');
}

export function copyrightHolderOf(chain: readonly XmlElement[]): string | undefined {
  const holders = chain.map((component) =>
    formalName(path(component, 'RightsMetadata', 'Copyright', 'CopyrightHolder')),
  );
  return holders.find((holder) => holder !== undefined);
}

/** The priority that an agency writes among its administrative properties. */
export function priorityOf(chain: readonly XmlElement[]): string | undefined {
  return chain.flatMap((component) =>
    properties(firstNamed(component, 'AdministrativeMetadata'), 'Priority'),
  )[0];
}
