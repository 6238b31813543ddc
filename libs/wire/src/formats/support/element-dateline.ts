import type { Dateline } from '#contracts';
import type { ReadContext } from '../../reader.js';
import { readDateline } from '../../text/index.js';

/** The place that a format names in fields of its own. */
export interface Located {
  readonly place?: string;
  readonly country?: string;
}

const placeName = /^\p{Lu}[\p{L}\p{M} .,'’/-]{1,40}$/u;

/**
 * A dateline out of an element of its own; one that is a place and nothing else has only that. Datelines carry no
 * year: it is that of `written`, the time of the version, not of a later replay.
 */
export function elementDateline(
  text: string,
  located: Located,
  written: Date,
  { profile }: Pick<ReadContext, 'profile'>,
): Dateline {
  const read = readDateline([text], profile, written)?.dateline ?? unsigned(text, profile, written);
  const place = read === undefined && placeName.test(text) ? { place: text } : {};
  return { agencies: [], ...place, ...around(located, read), ...read, text };
}

/** An element needs no signature to be a dateline: what it says is read as if it were signed. */
function unsigned(text: string, profile: ReadContext['profile'], written: Date): Dateline | undefined {
  const read = readDateline(
    [`${text.replace(/(?<![\s–—-])[\s–—-]+$/, '')} (Reuters) -`],
    { ...profile, agencies: ['Reuters'] },
    written,
  );
  return read === undefined ? undefined : { ...read.dateline, agencies: [] };
}

/** A field that names another place than the dateline says nothing about the dateline's country. */
function around(located: Located, read: Dateline | undefined): Located {
  const same = read?.place === undefined || read.place.toLowerCase() === located.place?.toLowerCase();
  return same ? located : {};
}

/** Some write a time stamp where the dateline belongs. */
const stamp = /^\d{4}-?\d\d-?\d\d(?:\D|$)/;

/**
 * The dateline of an item that may have an element for it and may open its text with another: the one that names an
 * agency, else the element's.
 */
export function fullerDateline(
  element: string | undefined,
  plain: string,
  located: Located,
  written: Date,
  context: Pick<ReadContext, 'profile'>,
): Dateline | undefined {
  const isDateline = element !== undefined && !stamp.test(element);
  const declared = !isDateline ? undefined : elementDateline(element, located, written, context);
  if (declared !== undefined && declared.agencies.length > 0) return declared;
  const spoken = readDateline(plain.split('\n\n', 5), context.profile, written)?.dateline;
  if (spoken === undefined || (declared !== undefined && spoken.agencies.length === 0)) return declared;
  return { ...around(located, spoken), ...spoken };
}
