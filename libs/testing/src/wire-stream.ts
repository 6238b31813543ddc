import fc from 'fast-check';
import type { DispatchNormalised, Embargo, Signal } from '#contracts';
import { aDispatch, embargoUntil, reportOn } from './dispatch-builder.js';

const providers = ['nordwire', 'sudpresse'] as const;
const stories = ['s1', 's2', 's3'] as const;
const subjects = ['A ferry sank', 'A bridge closed', 'A festival opened', 'A mine reopened'] as const;
const embargoes: readonly (Embargo | undefined)[] = [
  undefined,
  undefined,
  undefined,
  embargoUntil('2024-05-14T16:00:00Z'),
  embargoUntil('2024-05-14T23:00:00Z'),
  { state: 'unreadable', text: 'tomorrow noon' },
  { state: 'lifted', text: 'embargo lifted' },
];

/** The instant between the two embargoes of the streams: one has passed, the other has not. */
export const streamNow = '2024-05-14T18:00:00.000Z';

/**
 * Streams of dispatches as two agencies might send them: versions with and without number and date, corrections,
 * kills with, without and before what they kill, withholds, embargoes, copies of one another's texts, exact re-sends
 * and typographic variants.
 */
export function wireStream(): fc.Arbitrary<DispatchNormalised[]> {
  return fc.array(filed, { minLength: 1, maxLength: 14 }).map((filings) =>
    filings.map((filing, place) =>
      aDispatch({
        ...filing,
        transmissionId: `00000000-0000-7000-8000-${place.toString().padStart(12, '0')}`,
        receivedAt: `2024-05-14T10:00:${place.toString().padStart(2, '0')}.000Z`,
      }),
    ),
  );
}

const copy = fc.record({
  provider: fc.constantFrom(...providers),
  story: fc.constantFrom(...stories),
  version: fc.constantFrom(undefined, '1', '2', '9', '10'),
  versionCreated: fc.constantFrom(undefined, '2024-05-14T08:00:00Z', '2024-05-14T09:00:00Z'),
  text: fc.constantFrom(...subjects.map(reportOn), ...subjects.map((subject) => straight(reportOn(subject)))),
  headline: fc.constantFrom('Ferry sinks', 'Bridge closes'),
  signal: fc.constantFrom<Signal>('new', 'update', 'correction'),
  embargo: fc.constantFrom(...embargoes),
  reinstates: fc.constant(false),
});

const takenBack = fc.record({
  provider: fc.constantFrom(...providers),
  story: fc.constantFrom(...stories),
  version: fc.constantFrom(undefined, '2', '9', '11'),
  versionCreated: fc.constantFrom(undefined, '2024-05-14T08:30:00Z'),
  text: fc.constantFrom('', 'Please take this item back.'),
  signal: fc.constantFrom<Signal>('kill', 'kill', 'withhold'),
});

const named = fc.record({
  provider: fc.constantFrom(...providers),
  story: fc.constant('note'),
  basis: fc.constantFrom('derived' as const, 'declared' as const),
  versionCreated: fc.constantFrom(undefined, '2024-05-14T09:30:00Z'),
  text: fc.constant('Please kill the item.'),
  headline: fc.constant(''),
  signal: fc.constantFrom<Signal>('kill', 'withhold'),
  targets: fc.constantFrom(['s1'], ['s2'], ['Bridge closes'], []),
});

const filed = fc.oneof(
  { weight: 6, arbitrary: copy },
  { weight: 2, arbitrary: takenBack },
  { weight: 1, arbitrary: named },
);

/** The same words as a plain keyboard writes them. */
function straight(text: string): string {
  return text.replace(/[“”]/g, '"').replace(/–/g, '-').replaceAll('\n', ' ');
}
