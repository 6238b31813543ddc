import type { NinjsItem, ReadResult } from '#contracts';
import { buildDispatch, type DispatchDraft } from '../../dispatch/index.js';
import type { ReadContext } from '../../reader.js';
import { firstSentence, isChangeNote, killTargets, signalFromWords, takeMarks } from '../../text/index.js';
import { WireError } from '../../wire-error.js';
import { pictureAssociation, relatedAssociation } from './associations.js';
import { layOut, type Layout } from './layout.js';
import { pageWordsOf } from './page-words.js';
import { withoutTail } from './tails.js';
import { unitsOf } from './units.js';
import type { Message, MessageHeader } from './wrapper.js';

const maxAlert = 220;

/** Reads one message of plain text: agency copy or the scrape of an outlet's page. */
export function readMessage({ text, header }: Message, context: ReadContext): ReadResult {
  const { profile, receivedAt } = context;
  const words = pageWordsOf(profile);
  const layout = layOut(unitsOf(text), { profile, words, receivedAt, headline: header.headline });
  const { note, copy } = withoutOpeningNote(layout.paragraphs);
  const paragraphs = withoutTail(copy, layout.signers, profile.tails);
  if (paragraphs.length === 0 && layout.headline === undefined) {
    throw new WireError('item_without_content', 'nothing in the text is copy');
  }
  const notes = note === undefined ? layout.notes : [...layout.notes, note];
  return buildDispatch(draftOf({ ...layout, notes }, paragraphs, header, context), context);
}

function draftOf(
  layout: Layout,
  paragraphs: readonly string[],
  header: MessageHeader,
  { profile }: ReadContext,
): DispatchDraft {
  const edNote = layout.notes.join('\n') || undefined;
  const alert = layout.headline === undefined ? alertOf(paragraphs, layout) : undefined;
  const title = layout.headline ?? alert;
  const words = signalFromWords({ headline: title, edNote, firstLines: paragraphs, profile });
  const headline = takeMarks(title ?? '', { numberedTitles: profile.numberedTitles }).headline || title;
  const body = (paragraphs.length > 0 && alert === undefined ? paragraphs : [headline ?? '']).join('\n\n');
  const byline = layout.byline ?? header.byline;
  return {
    format: 'text',
    item: itemOf(layout, header, byline, edNote, profile.provider),
    storyKey: header.id,
    headlineRaw: headline,
    body: { plain: body },
    ...(words === undefined ? {} : { signal: words.signal }),
    ...(words?.signal === 'kill'
      ? { targets: killTargets(words.headline, [edNote ?? '', body].join('\n')) }
      : {}),
    editorial: {
      dateline: layout.dateline,
      byline,
      category: [...header.category],
      keywords: [...header.keywords],
    },
  };
}

const openingNote = /^(\([^()]{3,300}\))\s+(?=\S)/u;

/** `(Berichtigung: …)` in front of the first sentence is a note, not copy. */
function withoutOpeningNote(paragraphs: readonly string[]): { note?: string; copy: readonly string[] } {
  const [first = '', ...others] = paragraphs;
  const note = openingNote.exec(first)?.[1];
  if (note === undefined || !isChangeNote(note)) return { copy: paragraphs };
  return { note, copy: [first.slice(note.length).trimStart(), ...others] };
}

/** One sentence and no more is an alert: headline and text in one. */
function alertOf(paragraphs: readonly string[], { dateline }: Layout): string | undefined {
  const [only, ...others] = paragraphs;
  if (only === undefined || others.length > 0 || dateline !== undefined || only.length > maxAlert)
    return undefined;
  return firstSentence(only) === only ? only : undefined;
}

function itemOf(
  layout: Layout,
  header: MessageHeader,
  byline: string | undefined,
  edNote: string | undefined,
  provider: string,
): Partial<NinjsItem> {
  return {
    slugline: header.slugline,
    by: byline,
    located: header.place,
    edNote,
    descriptions: layout.summaries.map((value) => ({ role: 'summary', contentType: 'text/plain', value })),
    associations: [
      ...layout.pictures.map((picture, index) => pictureAssociation(picture, index, provider)),
      ...layout.related.map((title, index) => relatedAssociation(title, index, provider)),
    ],
  };
}
