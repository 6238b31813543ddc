import type { NinjsItem, Signal } from '#contracts';
import type { DispatchDraft } from '../../dispatch/index.js';
import { splitId } from '../../profiles/index.js';
import type { ReadContext } from '../../reader.js';
import { WireError } from '../../wire-error.js';
import { attr, child, children, descend, type XmlElement } from '../../xml/index.js';
import { defined, unlessEmpty } from '../support/defined.js';
import { fullerDateline } from '../support/element-dateline.js';
import { instantOf } from '../support/instants.js';
import { readNitf } from '../support/nitf-body.js';
import { nitfMedia } from '../support/nitf-media.js';
import { pictures } from '../support/pictures.js';
import {
  correctionOf,
  embargoOf,
  eventPlaceOf,
  keywordsOf,
  messagesOf,
  normOf,
  rightsOf,
  urgencyOf,
  versionTimeOf,
  wordCountOf,
} from './docdata.js';
import { metaOf } from './meta.js';
import { genresOf, infoSourcesOf, namedThings, subjectLetters, subjectsOf } from './subjects.js';

/**
 * The draft of an `nitf` document. Every part is optional; a document with neither an id nor a headline nor a text is
 * none.
 *
 * @throws WireError `item_without_content`
 */
export function readDocument(nitf: XmlElement, context: ReadContext): DispatchDraft {
  const head = child(nitf, 'head');
  const docdata = child(head, 'docdata');
  const pubdata = child(head, 'pubdata') ?? child(docdata, 'pubdata');
  const tobject = child(head, 'tobject');
  const bodyHead = descend(nitf, 'body', 'body.head');
  const content = readNitf(nitf);
  const id = attr(child(docdata, 'doc-id'), 'id-string');
  if (id === undefined && content.headline === undefined && content.body.plain === '') {
    throw new WireError('item_without_content', 'the document has neither an id nor a headline nor a text');
  }
  const meta = metaOf(head, context.profile);
  const keywords = keywordsOf(docdata);
  const correction = correctionOf(docdata);
  const event = eventPlaceOf(docdata);
  const located = defined({ place: content.place ?? event.place, country: event.country });
  const versionCreatedRaw = versionTimeOf(docdata, pubdata);
  const written = instantOf(versionCreatedRaw, context);
  const notes = [...messagesOf(docdata), ...(correction?.note ? [correction.note] : []), ...content.notes];
  const categories = meta.all('category');
  return {
    format: 'nitf',
    item: defined<Partial<NinjsItem>>({
      uri: id,
      expires: instantOf(normOf(docdata, 'date.expire'), context),
      urgency: urgencyOf(docdata),
      ...rightsOf(docdata, bodyHead),
      edNote: notes.length === 0 ? undefined : [...new Set(notes)].join('\n'),
      headlines: headlinesOf(content),
      descriptions:
        content.abstract === undefined ? undefined : [{ role: 'summary', value: content.abstract }],
      subjects: subjectsOf(tobject),
      ...namedThings(docdata),
      infoSources: infoSourcesOf(docdata, bodyHead),
      by: content.byline,
      slugline: meta.first('slugline') ?? keywords[0],
      located: located.place,
      associations: unlessEmpty([...nitfMedia(nitf, id, context), ...pictures(content.body.images)]),
      altIds: unlessEmpty(altIdsOf(id, docdata, pubdata, context)),
      genres: genresOf(tobject),
    }),
    storyKey: id,
    version: versionOf(id, docdata, context),
    versionCreatedRaw,
    embargoRaw: embargoOf(docdata, context),
    pubStatusRaw: attr(docdata, 'management-status'),
    signal: signalOf(tobject, correction !== undefined),
    signalCodes: children(docdata, 'ed-msg').flatMap((message) => attr(message, 'msg-type') ?? []),
    targets: targetsOf(docdata, correction?.target, id),
    declaredLanguage:
      attr(nitf, 'baselang') ?? attr(nitf, 'xml:lang') ?? attr(child(nitf, 'body'), 'xml:lang'),
    body: content.body,
    headlineRaw: content.headline,
    editorial: defined({
      byline: content.byline,
      priority: meta.first('priority'),
      sequence: meta.first('sequence'),
      takeKey: meta.first('takeKey'),
      category: categories.length > 0 ? categories : subjectLetters(tobject),
      keywords,
      wordCount: wordCountOf(pubdata) ?? countOf(meta.first('wordCount')),
      dateline: fullerDateline(
        content.dateline,
        content.body.plain,
        located,
        written === undefined ? context.receivedAt : new Date(written),
        context,
      ),
    }),
  };
}

function headlinesOf({ headline, subheads }: ReturnType<typeof readNitf>): NinjsItem['headlines'] {
  if (headline === undefined) return undefined;
  return [{ role: 'main', value: headline }, ...subheads.map((value) => ({ role: 'sub', value }))];
}

/** Ids beside the story's own: the doc-id as written, the key of the running story, the publication's number. */
function altIdsOf(
  id: string | undefined,
  docdata: XmlElement | undefined,
  pubdata: XmlElement | undefined,
  { profile }: ReadContext,
): { role: string; value: string }[] {
  const written = id === undefined || splitId(id, profile).key === id ? undefined : id;
  return [
    { role: 'doc-id', value: written },
    { role: 'du-key', value: attr(child(docdata, 'du-key'), 'key') },
    { role: 'publication', value: attr(pubdata, 'id') },
  ].flatMap(({ role, value }) => (value === undefined ? [] : [{ role, value }]));
}

/** The version inside the id, else the one that the dynamic use key counts. */
function versionOf(
  id: string | undefined,
  docdata: XmlElement | undefined,
  { profile }: ReadContext,
): string | undefined {
  const inside = id === undefined ? undefined : splitId(id, profile).version;
  return inside ?? attr(child(docdata, 'du-key'), 'version');
}

/** NITF's `tobject.type` is news, data or advisory. */
function signalOf(tobject: XmlElement | undefined, corrects: boolean): Signal | undefined {
  if (corrects) return 'correction';
  return /^advisory$/i.test(attr(tobject, 'tobject.type') ?? '') ? 'advisory' : undefined;
}

function targetsOf(
  docdata: XmlElement | undefined,
  corrected: string | undefined,
  id: string | undefined,
): string[] {
  const named = [attr(docdata, 'management-doc-idref'), corrected];
  return [...new Set(named.filter((target) => target !== undefined && target !== id))] as string[];
}

function countOf(raw: string | undefined): number | undefined {
  return raw !== undefined && /^\d{1,7}$/.test(raw) ? Number(raw) : undefined;
}
