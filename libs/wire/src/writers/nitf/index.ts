import { bodyXhtml } from '../body.js';
import { element, textElement, xmlDocument } from '../markup.js';
import type { ItemWriter } from '../writer.js';
import { bodyHead, docdata, metas } from './docdata.js';
import { mediaElement } from './media.js';
import { nitfOfXhtml } from './nitf-body.js';
import { tobject } from './tobject.js';

/**
 * NITF 3.6: https://iptc.org/std/NITF/
 *
 * Has no place for, or reads back otherwise: `type`, `firstCreated`, `contentCreated`, `copyrightNotice`, `altIds`,
 * `renditions`, `title`, roles of headlines, descriptions (NITF's abstract is printed above the text), bodies but the
 * main one; URIs of concepts other than IPTC's subject codes; information sources but senders and one distributor.
 * Headings have one level, bold and italic are strong and emphasised. Associations come back as media, with id, type,
 * addresses, first caption and who made them. Where there is no slugline, the first keyword is taken for one.
 */
export const nitfWriter: ItemWriter = {
  format: 'nitf',
  contentType: 'application/nitf+xml',
  extension: 'xml',
  write: (source, options) => {
    const { item, signal, editorial } = source;
    const text = bodyXhtml(item);
    return xmlDocument(
      element(
        'nitf',
        {
          xmlns: 'http://iptc.org/std/NITF/2006-10-18/',
          version: '-//IPTC//DTD NITF 3.6//EN',
          baselang: item.language,
        },
        element(
          'head',
          {},
          textElement('title', item.headlines?.[0]?.value),
          ...metas(source),
          tobject(item, signal),
          docdata(source, options),
          editorial?.wordCount === undefined
            ? undefined
            : element('pubdata', { 'item-length': editorial.wordCount, 'unit-of-measure': 'word' }),
        ),
        element(
          'body',
          {},
          bodyHead(source, options),
          element(
            'body.content',
            {},
            text === undefined ? undefined : { xml: nitfOfXhtml(text) },
            ...(item.associations ?? []).map(mediaElement),
          ),
        ),
      ),
    );
  },
};
