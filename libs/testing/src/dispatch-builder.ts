import {
  dispatchIdOf,
  newId,
  ninjsStandard,
  type DispatchNormalised,
  type Embargo,
  type PubStatus,
  type Signal,
} from '#contracts';

/** What a test says of a dispatch; the rest is filled in. */
export interface DispatchOptions {
  readonly provider?: string;
  readonly story?: string;
  readonly basis?: 'declared' | 'derived';
  readonly version?: string;
  /** When the provider says that it made the version. */
  readonly versionCreated?: string;
  readonly headline?: string;
  readonly text?: string;
  readonly signal?: Signal;
  readonly pubStatus?: PubStatus;
  readonly embargo?: Embargo;
  readonly targets?: readonly string[];
  readonly sequence?: string;
  readonly altIds?: readonly string[];
  readonly edNote?: string;
  readonly receivedAt?: string;
  readonly transmissionId?: string;
  readonly index?: number;
  readonly run?: number;
  readonly notify?: boolean;
  readonly reinstates?: boolean;
}

/** A normalised dispatch of an invented agency, each time of a new transmission unless one is named. */
export function aDispatch(options: DispatchOptions = {}): DispatchNormalised {
  const { provider = 'nordwire', run = 0, index = 0, transmissionId = newId() } = options;
  const {
    story = 'urn:nordwire:ferry',
    basis = 'declared',
    signal = 'new',
    version,
    versionCreated,
  } = options;
  const text = options.text ?? ferryText;
  return {
    dispatchId: dispatchIdOf(transmissionId, run, index),
    transmissionId,
    index,
    run,
    notify: options.notify ?? false,
    feed: provider,
    provider,
    profile: { id: provider, hash: 'test', reinstates: options.reinstates ?? false },
    receivedAt: options.receivedAt ?? '2024-05-14T10:00:00.000Z',
    dispatch: {
      format: 'ninjs-3',
      item: {
        uri: `${provider}:${story}`,
        type: 'text',
        standard: ninjsStandard,
        headlines: [{ role: 'main', value: options.headline ?? 'Ferry sinks off Skagen' }],
        bodies: text === '' ? [] : [{ role: 'main', contentType: 'text/html', value: htmlOf(text) }],
        ...(version === undefined ? {} : { version }),
        ...(versionCreated === undefined ? {} : { versionCreated }),
        ...(options.pubStatus === undefined ? {} : { pubStatus: options.pubStatus }),
        ...(options.edNote === undefined ? {} : { edNote: options.edNote }),
        ...(options.altIds === undefined ? {} : { altIds: options.altIds.map((value) => ({ value })) }),
      },
      signal,
      identity: {
        story,
        basis,
        ...(version === undefined ? {} : { version }),
        ...(versionCreated === undefined ? {} : { versionCreated }),
        ...(options.targets === undefined ? {} : { targets: [...options.targets] }),
      },
      editorial: {
        category: [],
        keywords: [],
        ...(options.sequence === undefined ? {} : { sequence: options.sequence }),
      },
      ...(options.embargo === undefined ? {} : { embargo: options.embargo }),
      text: { plain: text, language: 'en' },
      warnings: [],
    },
  };
}

/** An embargo that ends at an instant. */
export function embargoUntil(until: string): Embargo {
  return { state: 'until', until, text: `embargoed until ${until}` };
}

/** A report long enough to be known by its text, with what makes it differ from others of its kind in front. */
export function reportOn(subject: string): string {
  return `${subject}: rescue services said on Tuesday that several crews had been called out before dawn and that
the harbour “remained closed” until further notice – a spokeswoman added that residents of the nearby streets were
brought to safety and that investigators would look into possible causes during the coming weeks.`;
}

const ferryText = reportOn('A ferry with forty passengers sank off Skagen');

function htmlOf(text: string): string {
  return text
    .split('\n\n')
    .map((paragraph) => `<p>${paragraph.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</p>`)
    .join('');
}
