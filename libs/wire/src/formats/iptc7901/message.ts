import type { NinjsItem, ReadResult, Signal, Warning } from '#contracts';
import { buildDispatch, type DispatchDraft } from '../../dispatch/index.js';
import type { ReadContext } from '../../reader.js';
import { datelineOf, killTargets, signalFromWords, squeeze } from '../../text/index.js';
import { agencyCopy } from '../support/agency-copy.js';
import { copyHtml, paragraphBlock, type CopyBlock } from '../support/copy-blocks.js';
import { defined } from '../support/defined.js';
import { filedAt } from '../support/instants.js';
import { pageWordsOf } from '../text/page-words.js';
import { copyBlocks } from './copy.js';
import { findHeading } from './heading.js';
import { readHeading, type HeadingFacts } from './heading-facts.js';
import type { FramedMessage } from './messages.js';
import { takeNotebook } from './notebook.js';

/** Reads one message. The format has no id: the story is told by its text, the number stands beside it. */
export function readMessage(message: FramedMessage, context: ReadContext): ReadResult {
  const { profile, receivedAt } = context;
  const { copy, notes } = takeNotebook(message.textLines);
  const heading = findHeading(copy, (line) => datelineOf(line, profile, receivedAt) !== undefined);
  const facts = readHeading(heading, pageWordsOf(profile).byline);
  const { blocks, dateline } = agencyCopy(copyBlocks(copy.slice(heading.end)), {
    profile,
    receivedAt: filedAt(message.trailer, context),
  });
  const edNote = [...facts.notes, ...notes].join('\n') || undefined;
  const signal = signalOf(facts, edNote, context);
  const notice = (): string => [edNote ?? '', ...copy].join('\n');
  return buildDispatch(
    {
      format: 'iptc7901',
      item: itemOf(message, facts, edNote),
      versionCreatedRaw: message.trailer,
      headlineRaw: facts.headline,
      signal,
      targets: signal === 'kill' ? killTargets(facts.headline ?? '', notice()) : undefined,
      body: { html: copyHtml(blocks.length > 0 ? blocks : headlineAsCopy(facts)) },
      editorial: editorialOf(message, facts, dateline),
      warnings: warningsOf(message),
    },
    context,
  );
}

/** An alert that is only a headline says all it has to say. */
function headlineAsCopy({ headline }: HeadingFacts): CopyBlock[] {
  return headline === undefined ? [] : [paragraphBlock(headline)];
}

/** Take keys and notes speak for the whole; a headline that says more (`CORRECTION:` under `1ST LEAD`) outdoes them. */
function signalOf(
  { takeKeys, notes, headline }: HeadingFacts,
  edNote: string | undefined,
  { profile }: ReadContext,
): Signal | undefined {
  const ofLines = signalFromWords({
    firstLines: [...takeKeys.slice(0, 2), ...notes],
    edNote,
    profile,
  })?.signal;
  if (ofLines !== undefined && ofLines !== 'update') return ofLines;
  return signalFromWords({ headline, firstLines: [], profile })?.signal ?? ofLines;
}

function itemOf(
  { header, keywordLines }: FramedMessage,
  { byline, kicker, subtitles, headline }: HeadingFacts,
  edNote: string | undefined,
): Partial<NinjsItem> {
  const others = [
    ...(kicker === undefined ? [] : [{ role: 'kicker', value: kicker }]),
    ...subtitles.map((value) => ({ role: 'subtitle', value })),
  ];
  return defined({
    slugline: slugOf(keywordLines),
    by: byline,
    edNote,
    urgency: header.priority,
    headlines:
      headline === undefined || others.length === 0
        ? undefined
        : [{ role: 'main', value: headline }, ...others],
    altIds: [{ role: 'transmission', value: header.id }],
  });
}

/** The keyword line without the slashes around it. */
function slugOf(lines: readonly string[]): string | undefined {
  return squeeze(lines.join(' ')).replace(/^[\s/]+|(?<![\s/])[\s/]+$/g, '') || undefined;
}

function editorialOf(
  { header, keywordLines }: FramedMessage,
  { takeKeys, byline }: HeadingFacts,
  dateline: NonNullable<DispatchDraft['editorial']>['dateline'],
): DispatchDraft['editorial'] {
  const keywords = (slugOf(keywordLines) ?? '').split('/').map((word) => word.trim());
  return {
    ...defined({ dateline, byline, takeKey: takeKeys.join(' ') || undefined, wordCount: header.wordCount }),
    priority: String(header.priority),
    sequence: header.sequence,
    category: header.category === undefined ? [] : [header.category],
    keywords: [...new Set(keywords)].filter((word) => word !== ''),
  };
}

function warningsOf({ closed }: FramedMessage): Warning[] {
  if (closed) return [];
  return [{ code: 'message_truncated', detail: 'the message ends without ETX, EOT and time' }];
}
