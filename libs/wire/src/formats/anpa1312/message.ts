import type { NinjsItem, ReadResult, Signal } from '#contracts';
import { formatDay, yearOf } from '../../dates/index.js';
import { buildDispatch, type DispatchDraft } from '../../dispatch/index.js';
import type { ReadContext } from '../../reader.js';
import { killTargets, signalFromWords } from '../../text/index.js';
import { agencyCopy } from '../support/agency-copy.js';
import { copyHtml, paragraphBlock, type CopyBlock } from '../support/copy-blocks.js';
import { defined, unlessEmpty } from '../support/defined.js';
import { filedAt } from '../support/instants.js';
import { pageWordsOf } from '../text/page-words.js';
import { priorityRank, type MessageHeader } from './header.js';
import { readHeading, type Heading } from './heading.js';
import type { FramedMessage } from './messages.js';
import { segmentsOf, type Segment } from './segments.js';

/** `WF-05-14-24 1523GMT`, in the last lines or behind ETX. */
const timeForm = /(?<!\d)(\d{2}-\d{2}-\d{2})\s+(\d{4}\s?[A-Za-z]{0,5})\s*(?:<\s*)?$/;
/** Rules and end marks that are no copy. */
const noCopy = /^(?:[\s_*—-]*|END|={2,}.{0,40})$/;
/** `Adv28`: copy filed ahead, for the 28th. */
const advance = /\bADV\s?\d{1,2}\b/i;

/** Reads one message. The format has no id: the story is told by its text, the number stands beside it. */
export function readMessage(message: FramedMessage, context: ReadContext): ReadResult {
  const { header, closed } = message;
  const segments = segmentsOf(message.text, header?.isTable === true);
  const time = timeOf(message.trailer) ?? timeOf(segments.at(-1)?.text ?? '');
  const isTimed = time !== undefined && timeOf(message.trailer) === undefined;
  const heading = readHeading(
    isTimed ? segments.slice(0, -1) : segments,
    header,
    pageWordsOf(context.profile).byline,
  );
  const { blocks, dateline } = agencyCopy(blocksOf(heading.copy), {
    profile: context.profile,
    receivedAt: filedAt(time, context),
  });
  const keys = [header?.version, ...heading.versions].filter((key) => key !== undefined);
  const edNote = heading.notes.map(unbracketed).join('\n') || undefined;
  const signal = signalOf(heading, keys, edNote, context);
  const said = (): string => [edNote ?? '', ...heading.copy.map(({ text }) => text)].join('\n');
  const embargo = [header?.slug, ...keys].find((key) => key !== undefined && advance.test(key));
  return buildDispatch(
    {
      format: 'anpa1312',
      item: itemOf(header, heading, edNote),
      versionCreatedRaw: time ?? dayOf(header, context),
      headlineRaw: heading.headline,
      signal,
      targets: signal === 'kill' ? killTargets(heading.headline ?? '', said()) : undefined,
      embargoRaw: embargo,
      body: {
        html: copyHtml(blocks.length > 0 ? blocks : headlineAsCopy(heading)),
      },
      editorial: editorialOf(header, heading, keys, dateline),
      warnings: closed ? [] : [{ code: 'message_truncated', detail: 'the message ends without ETX and EOT' }],
    },
    context,
  );
}

/** An alert that is only a headline says all it has to say. */
function headlineAsCopy({ headline }: Heading): CopyBlock[] {
  return headline === undefined ? [] : [paragraphBlock(headline)];
}

function timeOf(line: string): string | undefined {
  const match = timeForm.exec(line.trim());
  return match?.[1] === undefined ? undefined : `${match[1]} ${match[2] ?? ''}`.trim();
}

/** The day of the header, its year taken from the received time. */
function dayOf(header: MessageHeader | undefined, { receivedAt }: ReadContext): string | undefined {
  const [month = 0, day = 0] = header?.monthDay?.split('-').map(Number) ?? [];
  const year = yearOf(month, day, receivedAt);
  return year === undefined ? undefined : formatDay(year, month, day);
}

/** Segments as blocks; rows that stand together are one table. */
function blocksOf(segments: readonly Segment[]): CopyBlock[] {
  const blocks: CopyBlock[] = [];
  let rows: (readonly string[])[] = [];
  const endTable = (): void => {
    if (rows.length > 0) blocks.push({ kind: 'table', rows });
    rows = [];
  };
  for (const { cells, text } of segments) {
    if (cells !== undefined) rows.push(cells);
    else {
      endTable();
      if (!noCopy.test(text)) blocks.push(paragraphBlock(text));
    }
  }
  endTable();
  return blocks;
}

/** What the version says (`1stLd-Writethru`), then the notes, unless the headline says more. */
function signalOf(
  { headline }: Heading,
  keys: readonly string[],
  edNote: string | undefined,
  { profile }: ReadContext,
): Signal | undefined {
  const firstLines = keys.map((key) => key.replace(/^(\d+\p{L}{2})(?=\p{L})/u, '$1 ').toUpperCase());
  const ofKeys = signalFromWords({ firstLines, edNote, profile })?.signal;
  if (ofKeys !== undefined && ofKeys !== 'update') return ofKeys;
  return signalFromWords({ headline, firstLines: [], profile })?.signal ?? ofKeys;
}

function unbracketed(note: string): string {
  return note.startsWith('(') && note.endsWith(')') ? note.slice(1, -1) : note;
}

function itemOf(
  header: MessageHeader | undefined,
  { slug, byline, summaries }: Heading,
  edNote: string | undefined,
): Partial<NinjsItem> {
  return defined({
    slugline: slug ?? header?.slug,
    by: byline,
    edNote,
    descriptions: unlessEmpty(
      summaries.map((value) => ({ role: 'summary', contentType: 'text/plain', value })),
    ),
    altIds: header === undefined ? undefined : [{ role: 'transmission', value: header.id }],
  });
}

function editorialOf(
  header: MessageHeader | undefined,
  { byline, versions }: Heading,
  keys: readonly string[],
  dateline: NonNullable<DispatchDraft['editorial']>['dateline'],
): DispatchDraft['editorial'] {
  return {
    ...defined({
      dateline,
      byline,
      takeKey: keys.length === 0 ? undefined : (header?.version ?? versions.join(' ')),
      sequence: header?.sequence,
      wordCount: header?.wordCount,
      priority: header === undefined ? undefined : String(priorityRank(header.priority)),
    }),
    category: header?.category === undefined ? [] : [header.category],
    keywords: [],
  };
}
