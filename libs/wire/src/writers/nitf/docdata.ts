import type { NinjsConcept, NinjsItem } from '#contracts';
import { element, textElement, type Content, type Markup } from '../markup.js';
import { embargoField, statusField, type ItemOptions, type Writable } from '../writer.js';

/** Identity, status, dates and rights of the document. */
export function docdata(source: Writable, { provider, sent }: ItemOptions): Markup {
  const { item, signal, editorial, identity } = source;
  const embargo = embargoField(source);
  const target = identity?.targets?.find((candidate) => /^\S+$/.test(candidate));
  const senders = item.infoSources?.filter(({ role }) => role === 'sender') ?? [];
  return element(
    'docdata',
    { 'management-status': managementStatus(source), 'management-doc-idref': target },
    signal === 'correction' ? element('correction', { 'id-string': item.uri }) : undefined,
    element('doc-id', { regsrc: provider, 'id-string': item.uri }),
    senders.length === 0
      ? undefined
      : element('del-list', {}, ...senders.map(({ name }) => element('from-src', { 'src-name': name }))),
    item.urgency === undefined ? undefined : element('urgency', { 'ed-urg': item.urgency }),
    element('date.issue', { norm: item.versionCreated ?? item.firstCreated ?? sent }),
    embargo ? element('date.release', { norm: embargo }) : undefined,
    item.expires === undefined ? undefined : element('date.expire', { norm: item.expires }),
    item.edNote === undefined ? undefined : element('ed-msg', { info: item.edNote }),
    item.version === undefined ? undefined : element('du-key', { version: item.version }),
    item.copyrightHolder === undefined
      ? undefined
      : element('doc.copyright', { holder: item.copyrightHolder }),
    item.usageTerms === undefined ? undefined : element('doc.rights', { limitations: item.usageTerms }),
    list(
      'key-list',
      (editorial?.keywords ?? []).map((key) => element('keyword', { key })),
    ),
    identifiedContent(item),
  );
}

/** An embargo without an instant is the status alone: receivers then hold the copy for somebody to look at. */
function managementStatus(source: Writable): string | undefined {
  const status = statusField(source);
  const isHeld = embargoField(source) !== undefined && status !== 'canceled' && status !== 'withheld';
  return isHeld ? 'embargoed' : status;
}

function identifiedContent(item: NinjsItem): Markup | undefined {
  const named = (name: string, concepts: readonly NinjsConcept[] = []): Content[] =>
    concepts.map((concept) => element(name, { value: concept.literal }, concept.name ?? ''));
  return list('identified-content', [
    ...named('person', item.people),
    ...named('org', item.organisations),
    ...(item.places ?? []).map(({ name, literal }) =>
      element('location', { 'location-code': literal }, name ?? ''),
    ),
    ...named('event', item.events),
    ...named('object.title', item.objects),
  ]);
}

function list(name: string, members: readonly Content[]): Markup | undefined {
  return members.length === 0 ? undefined : element(name, {}, ...members);
}

/** What NITF has no element for and senders say by `meta`. */
export function metas({ item, editorial }: Writable): Markup[] {
  const meta = (name: string, content: string | undefined): Markup[] =>
    content === undefined ? [] : [element('meta', { name, content })];
  return [
    ...meta('slugline', item.slugline),
    ...meta('priority', editorial?.priority),
    ...meta('sequence', editorial?.sequence),
    ...meta('anpa-takekey', editorial?.takeKey),
    ...(editorial?.category ?? []).flatMap((category) => meta('category', category)),
  ];
}

/** The head of the text: what a reader sees above it. */
export function bodyHead({ item, editorial }: Writable, { provider }: ItemOptions): Markup {
  const [main, ...others] = item.headlines ?? [];
  const distributor = item.infoSources?.find(({ role }) => role === 'distributor')?.name ?? provider;
  return element(
    'body.head',
    {},
    main === undefined
      ? undefined
      : element(
          'hedline',
          {},
          textElement('hl1', main.value),
          ...others.map(({ value }) => textElement('hl2', value)),
        ),
    textElement('byline', item.by ?? editorial?.byline),
    textElement('distributor', distributor),
    dateline(item.located, editorial?.dateline?.text),
  );
}

/** The place inside the dateline as it is printed, where it stands in it. */
function dateline(place: string | undefined, text: string | undefined): Markup | undefined {
  if (place === undefined || place === '') return textElement('dateline', text);
  const city = element('location', {}, element('city', {}, place));
  const at = text?.indexOf(place) ?? -1;
  if (text === undefined || at < 0) return element('dateline', {}, city);
  return element('dateline', {}, text.slice(0, at), city, text.slice(at + place.length));
}
