import type { NinjsItem, Signal } from '#contracts';
import { cleanTree } from '../../html/index.js';
import { attr, child, children, rawTextOf, textOf, type XmlElement } from '../../xml/index.js';
import { iptcSignals } from '../support/iptc-codes.js';
import { codeOf } from './codes.js';

const types: Readonly<Record<string, NinjsItem['type']>> = {
  text: 'text',
  picture: 'picture',
  graphic: 'graphic',
  audio: 'audio',
  video: 'video',
  composite: 'composite',
  package: 'composite',
  animated: 'graphic',
  photo: 'picture',
};

export function typeOf(itemMeta: XmlElement | undefined): NinjsItem['type'] {
  return types[codeOf(child(itemMeta, 'itemClass'))?.toLowerCase() ?? ''];
}

/** Signal codes as found; of IPTC's own the meaning, a correction before an update. */
export function signalsOf(itemMeta: XmlElement | undefined): { signal?: Signal; codes: string[] } {
  const codes = children(itemMeta, 'signal').flatMap(
    (element) => attr(element, 'qcode') ?? attr(element, 'uri') ?? [],
  );
  const known = codes.map((code) => iptcSignals[code]).filter((signal) => signal !== undefined);
  const signal = known.find((candidate) => candidate === 'correction') ?? known[0];
  return signal === undefined ? { codes } : { signal, codes };
}

/** `''` for an element that is there and empty; undefined for none. */
export function embargoOf(itemMeta: XmlElement | undefined): string | undefined {
  const element = child(itemMeta, 'embargoed');
  return element === undefined ? undefined : textOf(element);
}

/** All notes for editors, in order, as text: ninjs has one field for them and none of it is for publication. */
export function edNotesOf(itemMeta: XmlElement | undefined): string | undefined {
  const notes = children(itemMeta, 'edNote')
    .map(blockText)
    .filter((note) => note !== '');
  return notes.length === 0 ? undefined : notes.join('\n');
}

/** Text of an element that may hold markup or line breaks. */
export function blockText(element: XmlElement): string {
  return element.children.every((node) => typeof node === 'string')
    ? rawTextOf(element)
        .split('\n')
        .map((line) => line.replace(/[ \t\r\f]+/g, ' ').trim())
        .join('\n')
        .replace(/\n{3,}/g, '\n\n')
        .trim()
    : cleanTree(element).plain;
}

/** Ids of items that this one names as its former versions or replaces. */
export function targetsOf(itemMeta: XmlElement | undefined, guid: string | undefined): string[] {
  return children(itemMeta, 'link').flatMap((link) => {
    const rel = codeOf(link) ?? attr(link, 'rel') ?? '';
    const target = attr(link, 'guidref') ?? attr(link, 'residref');
    const names = attr(link, 'guidref') !== undefined || /previous|replace|evolved|translated/i.test(rel);
    return names && target !== undefined && target !== guid ? [target] : [];
  });
}
