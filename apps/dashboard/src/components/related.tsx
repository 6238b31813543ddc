import type { NinjsItem } from '#contracts';
import { clock } from '../lib/time.js';
import type { WireRow } from '../lib/wire-row.js';
import { Badges } from './badges.js';

interface Props {
  readonly rows: readonly WireRow[];
  readonly zone: string;
  readonly onOpen: (storyId: string) => void;
}

/** Stories that have to do with the open one. */
export function Related({ rows, zone, onOpen }: Props) {
  if (rows.length === 0) return null;
  return (
    <section className="story-part" aria-label="Related stories">
      <h3>Related</h3>
      <ul className="related">
        {rows.map((row) => (
          <li key={row.storyId}>
            <button type="button" className="link" onClick={() => onOpen(row.storyId)}>
              <span className="quiet">
                {clock(row.versionCreated, zone)} {row.provider}
              </span>{' '}
              <Badges row={row} />
              <span lang={row.language ?? undefined} dir="auto">
                {row.headline}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Titles that the copy itself points to. */
export function RelatedTitles({ item }: { item: NinjsItem }) {
  const titles = (item.associations ?? [])
    .filter((entry) => entry.type === undefined || entry.type === 'text')
    .flatMap((entry) => entry.headlines?.[0]?.value ?? entry.title ?? []);
  if (titles.length === 0) return null;
  return (
    <section className="story-part" aria-label="Titles the copy points to">
      <h3>The copy points to</h3>
      <ul className="titles">
        {titles.map((title, index) => (
          <li key={index} dir="auto">
            {title}
          </li>
        ))}
      </ul>
    </section>
  );
}
