import type { Warning } from '#contracts';
import { WireError } from '../../wire-error.js';
import { readXml } from '../../xml/index.js';
import { readNitf, type NitfContent } from '../support/nitf-body.js';
import type { JsonRecord } from '../support/json-record.js';

/**
 * The text of an item. The API only says where its NITF can be fetched; who fetches it puts it into the item as
 * `nitf`, into the rendition as `content`, or has the API's older form, `main.nitf`. Undefined when there is none:
 * an item is no less a kill for a text that is missing or cannot be read, so that is a warning.
 */
export function readStory(item: JsonRecord, warnings: Warning[]): NitfContent | undefined {
  const rendition = item.record('renditions')?.record('nitf');
  const text =
    item.string('nitf', 'body_nitf') ??
    rendition?.string('content', 'value', 'nitf') ??
    item.record('main')?.string('nitf');
  if (text === undefined) {
    if (rendition !== undefined) {
      warnings.push({
        code: 'body_elsewhere',
        detail: 'the text is the rendition `nitf`, which was not sent along',
      });
    }
    return undefined;
  }
  try {
    return storyOf(text);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    warnings.push({ code: 'body_unreadable', detail: `${error.code}: ${error.message}` });
    return undefined;
  }
}

/** A whole NITF document, or only the blocks of its text. */
function storyOf(text: string): NitfContent {
  const isDocument = /^\s*(?:<\?xml|<!DOCTYPE|<(?:\w+:)?nitf[\s>])/i.test(text);
  const nitf = isDocument ? text : `<nitf><body><body.content>${text}</body.content></body></nitf>`;
  return readNitf(readXml(nitf, { lenient: true }).root);
}
