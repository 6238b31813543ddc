import type { ReadResult, Warning } from '#contracts';
import { buildDispatch, readItem, type DispatchDraft } from '../../dispatch/index.js';
import type { Reader, ReadContext } from '../../reader.js';
import { readXml, rootTagOf } from '../../xml/index.js';
import { readDocument } from './document.js';
import { referredDocument } from './referred-document.js';

const format = 'nitf';

/** NITF 3.x, with or without its namespace, head or sections: https://iptc.org/std/NITF/ */
export const nitfReader: Reader = {
  formats: [format],
  sniff: (head) => (rootTagOf(head)?.local === 'nitf' ? 0.97 : 0),
  read: readNitfDocument,
};

function readNitfDocument(context: ReadContext): ReadResult[] {
  const { root, repaired } = readXml(context.text, { lenient: true });
  const mended: Warning[] = repaired === undefined ? [] : [{ code: 'xml_repaired', detail: repaired }];
  const finish = (draft: DispatchDraft): ReadResult =>
    buildDispatch({ ...draft, warnings: [...(draft.warnings ?? []), ...mended] }, context);
  const referred = referredDocument(root);
  return [
    readItem(format, () => finish(readDocument(root, context))),
    ...(referred === undefined ? [] : [readItem(format, () => finish(referred))]),
  ];
}
