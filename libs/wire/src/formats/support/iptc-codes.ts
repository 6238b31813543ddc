import type { Signal } from '#contracts';
import { uriOf } from './addresses.js';

const subjectScheme = 'http://cv.iptc.org/newscodes/subjectcode/';

/** Schemes of IPTC's own catalog, by the aliases that its catalogs give them: http://www.iptc.org/std/catalog/ */
export const iptcSchemes: Readonly<Record<string, string>> = {
  medtop: 'http://cv.iptc.org/newscodes/mediatopic/',
  subj: subjectScheme,
  genre: 'http://cv.iptc.org/newscodes/genre/',
  ninat: 'http://cv.iptc.org/newscodes/ninature/',
  stat: 'http://cv.iptc.org/newscodes/pubstatusg2/',
  sig: 'http://cv.iptc.org/newscodes/signal/',
  cpnat: 'http://cv.iptc.org/newscodes/cpnature/',
  wldreg: 'http://cv.iptc.org/newscodes/worldregion/',
};

const subjectCode = /^\d{8}$/;

/** The URI of one of IPTC's subject codes, eight digits; undefined for any other code. */
export function subjectUri(code: string | undefined): string | undefined {
  return code !== undefined && subjectCode.test(code) ? subjectScheme + code : undefined;
}

/** The eight digits of a subject code's URI; undefined for any other URI. */
export function subjectCodeOf(uri: string | undefined): string | undefined {
  const code = uri?.startsWith(subjectScheme) ? uri.slice(subjectScheme.length) : undefined;
  return code !== undefined && subjectCode.test(code) ? code : undefined;
}

/** IPTC's signal codes (http://cv.iptc.org/newscodes/signal/) that say what a version is for. */
export const iptcSignals: Readonly<Record<string, Signal>> = {
  'sig:correction': 'correction',
  'sig:update': 'update',
  'http://cv.iptc.org/newscodes/signal/correction': 'correction',
  'http://cv.iptc.org/newscodes/signal/update': 'update',
};

/** The address of what a QCode names; undefined for an alias that is in none of the schemes. */
export function uriOfQcode(
  qcode: string,
  schemes: ReadonlyMap<string, string> = knownSchemes,
): string | undefined {
  const colon = qcode.indexOf(':');
  const scheme = schemes.get(qcode.slice(0, colon));
  return colon < 1 || scheme === undefined ? undefined : uriOf(scheme + qcode.slice(colon + 1));
}

const knownSchemes: ReadonlyMap<string, string> = new Map(Object.entries(iptcSchemes));
