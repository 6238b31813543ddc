import type { DispatchDraft } from '../../dispatch/index.js';
import { attr, descend, type XmlElement } from '../../xml/index.js';
import { normOf } from './docdata.js';

/** Statuses that take the other document back. */
const takesBack = /^(?:cancell?ed|withheld)$/i;

/**
 * `management-doc-idref` with `management-idref-status`: a document may say that another one, sent before, is canceled
 * or withheld. What is usable itself and takes another back is two messages; this is the second, without a text.
 */
export function referredDocument(nitf: XmlElement): DispatchDraft | undefined {
  const docdata = descend(nitf, 'head', 'docdata');
  const id = attr(docdata, 'management-doc-idref');
  const status = attr(docdata, 'management-idref-status');
  if (id === undefined || status === undefined || !takesBack.test(status)) return undefined;
  if (takesBack.test(attr(docdata, 'management-status') ?? '')) return undefined;
  return {
    format: 'nitf',
    item: { uri: id },
    storyKey: id,
    pubStatusRaw: status,
    versionCreatedRaw: normOf(docdata, 'date.issue'),
  };
}
