import type { Editorial, NinjsItem } from '#contracts';
import type { DispatchDraft } from '../../dispatch/index.js';
import { parseWireDate } from '../../dates/index.js';
import type { ReadContext } from '../../reader.js';
import { attr, child, children, textOf, type XmlElement } from '../../xml/index.js';
import { defined } from '../support/defined.js';

/** A date of the docdata: its `norm`, else its text. */
export function normOf(docdata: XmlElement | undefined, local: string): string | undefined {
  const element = child(docdata, local);
  return attr(element, 'norm') ?? (textOf(element) || undefined);
}

/**
 * The embargo. `date.release` is when a receiver may publish: it holds back what the status calls embargoed, and also
 * what is issued before it. Without an instant the status alone holds the copy.
 */
export function embargoOf(
  docdata: XmlElement | undefined,
  { profile, receivedAt }: Pick<ReadContext, 'profile' | 'receivedAt'>,
): string | undefined {
  const release = normOf(docdata, 'date.release');
  if (release === undefined) return undefined;
  if (/embargo/i.test(attr(docdata, 'management-status') ?? '')) return release;
  const millis = (raw: string | undefined): number => {
    const options = { zone: profile.zone, zoneNames: profile.zoneNames, receivedAt };
    return Date.parse(parseWireDate(raw ?? '', options)?.instant ?? '');
  };
  return millis(release) > millis(normOf(docdata, 'date.issue')) ? release : undefined;
}

/** What the document corrects: NITF's `correction` names it, and its text is a note for editors. */
export function correctionOf(
  docdata: XmlElement | undefined,
): { note?: string; target?: string } | undefined {
  const correction = child(docdata, 'correction');
  if (correction === undefined) return undefined;
  return defined({ note: attr(correction, 'info'), target: attr(correction, 'id-string') });
}

/** Messages for editors, in order. */
export function messagesOf(docdata: XmlElement | undefined): string[] {
  return children(docdata, 'ed-msg')
    .map((message) => attr(message, 'info') ?? textOf(message))
    .filter((text) => text !== '');
}

export function urgencyOf(docdata: XmlElement | undefined): number | undefined {
  const raw = attr(child(docdata, 'urgency'), 'ed-urg') ?? '';
  return /^[1-9]$/.test(raw) ? Number(raw) : undefined;
}

export function keywordsOf(docdata: XmlElement | undefined): string[] {
  return children(child(docdata, 'key-list'), 'keyword')
    .map((keyword) => attr(keyword, 'key') ?? textOf(keyword))
    .filter((keyword) => keyword !== '');
}

/** Where the event happened. */
export function eventPlaceOf(docdata: XmlElement | undefined): { place?: string; country?: string } {
  const place = children(docdata, 'evloc').find((element) => attr(element, 'city') !== undefined);
  return defined({ place: attr(place, 'city'), country: attr(place, 'iso-cc') });
}

export function rightsOf(
  docdata: XmlElement | undefined,
  head: XmlElement | undefined,
): Pick<Partial<NinjsItem>, 'copyrightHolder' | 'copyrightNotice' | 'usageTerms'> {
  const copyright = child(docdata, 'doc.copyright');
  const [holder, year] = [attr(copyright, 'holder'), attr(copyright, 'year')];
  const rights = child(docdata, 'doc.rights');
  const terms = ['type', 'geography', 'limitations']
    .map((name) => attr(rights, name))
    .filter((text) => text !== undefined);
  const owner = textOf(child(child(head, 'rights'), 'rights.owner')) || attr(rights, 'owner');
  return defined({
    copyrightHolder: holder ?? owner,
    copyrightNotice: holder === undefined ? undefined : ['©', year, holder].filter(Boolean).join(' '),
    usageTerms: terms.length === 0 ? undefined : [...new Set(terms)].join('\n'),
  });
}

/** Words that the publisher counted; some count characters and say so. */
export function wordCountOf(pubdata: XmlElement | undefined): Editorial['wordCount'] {
  const length = attr(pubdata, 'item-length') ?? '';
  const unit = attr(pubdata, 'unit-of-measure') ?? '';
  return /^words?$/i.test(unit) && /^\d{1,7}$/.test(length) ? Number(length) : undefined;
}

/** The time of the version: when it was issued, else when it may be used or was printed. */
export function versionTimeOf(
  docdata: XmlElement | undefined,
  pubdata: XmlElement | undefined,
): DispatchDraft['versionCreatedRaw'] {
  return (
    normOf(docdata, 'date.issue') ?? normOf(docdata, 'date.release') ?? attr(pubdata, 'date.publication')
  );
}
