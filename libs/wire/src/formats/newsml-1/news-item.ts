import type { NinjsAssociation, NinjsItem } from '#contracts';
import type { DispatchDraft } from '../../dispatch/index.js';
import type { ReadContext } from '../../reader.js';
import { WireError } from '../../wire-error.js';
import { attr, textOf, type XmlElement } from '../../xml/index.js';
import { defined, unlessEmpty } from '../support/defined.js';
import { fullerDateline } from '../support/element-dateline.js';
import { instantOf } from '../support/instants.js';
import { pictures } from '../support/pictures.js';
import { languageOf, piecesOf } from './components.js';
import { textOfItem, type ItemText } from './content.js';
import { identityOf } from './identity.js';
import { linesOf, type Lines } from './lines.js';
import { managementOf, type Envelope, type Management } from './management.js';
import { mediaOf, type Medium } from './media.js';
import {
  categoriesOf,
  copyrightHolderOf,
  descriptionsAround,
  genresOf,
  infoSourcesOf,
  keywordsOf,
  locatedOf,
  priorityOf,
  subjectsOf,
  usageTermsOf,
} from './metadata.js';
import { firstNamed, named, path, properties, textsOf } from './names.js';
import { membersOf, relationsOf } from './relations.js';

const takesBack = /cancel|kill|delete|recall|withdraw|withh/i;

/**
 * The draft of one `NewsItem`.
 *
 * @throws WireError `item_invalid` for a revision that only tells how to change another, `not_a_dispatch` for
 *   vocabularies, `item_without_content`
 */
export function readNewsItem(item: XmlElement, envelope: Envelope, context: ReadContext): DispatchDraft {
  const identity = identityOf(item, context);
  const management = managementOf(item);
  const pieces = piecesOf(item);
  const text = textOfItem(pieces);
  const media = mediaOf(pieces, identity.key, context);
  const chain = text?.chain ?? firstChain(item);
  const lines = linesOf(chain);
  const headline = headlineOf(item, lines, text);
  refuseOthers(item, management, text, headline);

  const metadata = descriptionsAround(chain);
  const located = locatedOf(metadata);
  const versionCreatedRaw = management.revised ?? envelope.sent ?? management.first;
  const written = instantOf(versionCreatedRaw, context);
  const plain = text?.body?.plain ?? '';
  const byline = lines.first('ByLine') ?? text?.nitf?.byline;
  const notes = [
    ...lines.typed(/advi[sc]|note|instruction|attention/i),
    ...management.notes,
    ...textsOf(item, 'Comment'),
    ...(text?.nitf?.notes ?? []),
  ];
  const relations = [...membersOf(item, context), ...relationsOf(item, context)];
  const alone = text?.body === undefined && relations.length === 0 ? media : [];
  return {
    format: 'newsml-1',
    item: defined<Partial<NinjsItem>>({
      uri: identity.key,
      type: typeOf(text, alone, item),
      expires: instantOf(management.expires, context),
      urgency: management.urgency,
      copyrightHolder: copyrightHolderOf(chain),
      copyrightNotice: lines.first('CopyrightLine'),
      usageTerms: usageTermsOf(chain, lines.all('RightsLine')),
      edNote: notes.length === 0 ? undefined : [...new Set(notes)].join('\n'),
      headlines: headlinesOf(headline, lines, text),
      descriptions: descriptionsOf(text, alone),
      bodies: text?.others.map(({ role, body }) => ({ role, contentType: 'text/html', value: body.html })),
      subjects: subjectsOf(metadata),
      infoSources: infoSourcesOf(chain, lines.all('CreditLine')),
      by: byline,
      slugline: lines.first('SlugLine') ?? (textOf(path(item, 'Identification', 'NameLabel')) || undefined),
      located: located.place,
      renditions: alone.length === 1 ? alone[0]?.association.renditions : undefined,
      associations: unlessEmpty(associationsOf(relations, alone.length === 1 ? [] : media, text)),
      altIds: unlessEmpty(identity.altIds),
      genres: genresOf(metadata),
    }),
    storyKey: identity.key,
    version: identity.version,
    versionCreatedRaw,
    firstCreatedRaw: management.first,
    embargoRaw: management.embargo,
    pubStatusRaw: management.status,
    signalCodes: management.codes,
    revises: identity.revises,
    declaredLanguage: languageOf(chain) ?? attr(item, 'xml:lang'),
    body: text?.body,
    headlineRaw: headline,
    editorial: defined({
      byline,
      priority: envelope.priority ?? priorityOf(chain),
      sequence: envelope.sequence,
      category: categoriesOf(metadata),
      keywords: keywordsOf(metadata, lines.all('KeywordLine')),
      wordCount: wordCountOf(text),
      dateline: fullerDateline(
        lines.first('DateLine') ?? text?.nitf?.dateline,
        plain,
        located,
        written === undefined ? context.receivedAt : new Date(written),
        context,
      ),
    }),
  };
}

/** Revisions of management data alone, instructions for changing another revision and vocabularies are no copy. */
function refuseOthers(
  item: XmlElement,
  { status }: Management,
  text: ItemText | undefined,
  headline: string | undefined,
): void {
  if (text?.body !== undefined || takesBack.test(status ?? '')) return;
  const update = attr(path(item, 'Identification', 'NewsIdentifier', 'RevisionId'), 'Update') ?? 'N';
  const isPartial = named(item, 'Update').length > 0 || (/^[UA]$/i.test(update) && headline === undefined);
  if (isPartial) {
    throw new WireError(
      'item_invalid',
      'the revision only tells what changes in a former one, and such changes are not applied',
    );
  }
  if (named(item, 'NewsComponent').length === 0 && named(item, 'TopicSet').length > 0) {
    throw new WireError('not_a_dispatch', 'the item holds a vocabulary');
  }
}

/** Without a text the first component at each level says what the item is. */
function firstChain(item: XmlElement): XmlElement[] {
  const chain: XmlElement[] = [];
  for (
    let component = firstNamed(item, 'NewsComponent');
    component !== undefined;
    component = firstNamed(component, 'NewsComponent')
  )
    chain.push(component);
  return chain;
}

/** Headlines around the text first, then the text's own, then one of a component beside it. */
function headlineOf(item: XmlElement, lines: Lines, text: ItemText | undefined): string | undefined {
  return (
    lines.first('HeadLine') ??
    text?.headline ??
    text?.nitf?.headline ??
    linesOf(firstChain(item)).first('HeadLine')
  );
}

function headlinesOf(
  headline: string | undefined,
  lines: Lines,
  text: ItemText | undefined,
): NinjsItem['headlines'] {
  if (headline === undefined) return undefined;
  const subs = [...lines.all('SubHeadLine'), text?.subheadline, ...(text?.nitf?.subheads ?? [])];
  const others = [
    ...subs.map((value) => ({ role: 'sub', value })),
    ...lines.typed(/^catchword$/i).map((value) => ({ role: 'catchword', value })),
  ].flatMap(({ role, value }) => (value === undefined || value === headline ? [] : [{ role, value }]));
  return [{ role: 'main', value: headline }, ...others];
}

function descriptionsOf(text: ItemText | undefined, alone: readonly Medium[]): NinjsItem['descriptions'] {
  const summary = text?.lead ?? text?.nitf?.abstract;
  if (summary !== undefined) return [{ role: 'summary', value: summary }];
  return alone.length === 1 ? alone[0]?.association.descriptions : undefined;
}

function typeOf(text: ItemText | undefined, alone: readonly Medium[], item: XmlElement): NinjsItem['type'] {
  if (text?.body !== undefined) return 'text';
  const [only, more] = alone;
  if (only !== undefined && more === undefined) return only.type;
  return only !== undefined || membersCount(item) > 0 ? 'composite' : 'text';
}

function membersCount(item: XmlElement): number {
  return named(item, 'NewsComponent').flatMap((component) => [
    ...named(component, 'NewsItem'),
    ...named(component, 'NewsItemRef'),
  ]).length;
}

/** A picture that stands in the text and among the media is one. */
function associationsOf(
  relations: readonly NinjsAssociation[],
  media: readonly Medium[],
  text: ItemText | undefined,
): NinjsAssociation[] {
  const known = new Set(
    media.flatMap(({ association }) => association.renditions?.map(({ href }) => href) ?? []),
  );
  const inText = (text?.body?.images ?? []).filter(({ src }) => !known.has(src));
  return [...media.map(({ association }) => association), ...pictures(inText), ...relations];
}

function wordCountOf(text: ItemText | undefined): number | undefined {
  const [words] = properties(firstNamed(text?.source, 'Characteristics'), 'Words');
  return words !== undefined && /^\d{1,7}$/.test(words) && Number(words) > 0 ? Number(words) : undefined;
}
