import { ninjsStandard } from '#contracts';
import { jsonDocument } from '../json.js';
import { embargoField, statusWithoutEmbargo, type ItemWriter } from '../writer.js';

/**
 * ninjs 3.1: https://iptc.org/std/ninjs/. The item as it is, all of it. Of the dispatch, what is no member of ninjs is
 * left out: sequence, take key, category and keywords, and what a kill names other than itself; copy that is held
 * without an instant is withheld.
 */
export const ninjs3Writer: ItemWriter = {
  format: 'ninjs-3',
  contentType: 'application/json',
  extension: 'json',
  write: (source) =>
    jsonDocument({
      ...source.item,
      standard: ninjsStandard,
      pubStatus: statusWithoutEmbargo(source),
      embargoedUntil: embargoField(source) || undefined,
    }),
};
