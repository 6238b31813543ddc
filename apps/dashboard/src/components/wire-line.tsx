import { memo } from 'react';
import { providerHue } from '../lib/badges.js';
import { parseHighlight } from '../lib/highlight.js';
import { absolute, clock, shortAgo } from '../lib/time.js';
import { isGone, wordCountOf, type WireRow } from '../lib/wire-row.js';
import { Badges } from './badges.js';
import { Marked } from './marked.js';

interface Props {
  readonly row: WireRow;
  readonly active: boolean;
  readonly open: boolean;
  readonly now: number;
  readonly zone: string;
  readonly onOpen: (storyId: string) => void;
}

/** The id of a row's element, for `aria-activedescendant`. */
export function lineId(storyId: string): string {
  return `line-${storyId}`;
}

/** One row of the wire: time, provider, marks and headline, then what a desk editor asks next. */
export const WireLine = memo(function WireLine({ row, active, open, now, zone, onOpen }: Props) {
  const words = wordCountOf(row);
  const headline = row.highlight?.headline ?? null;
  const fragment = row.highlight?.body[0];
  const urgent = !isGone(row) && (row.item?.urgency ?? 9) <= 2;
  const classes = ['line', `line-${row.status}`];
  if (active) classes.push('line-active');
  if (open) classes.push('line-open');
  if (urgent) classes.push('line-urgent');
  if (row.touchedAt !== null) classes.push(row.touchedAt % 2 === 0 ? 'line-touched' : 'line-touched-again');
  return (
    <li
      id={lineId(row.storyId)}
      role="option"
      aria-selected={active}
      className={classes.join(' ')}
      data-story={row.storyId}
      onClick={() => onOpen(row.storyId)}
    >
      <time className="line-time" dateTime={row.versionCreated} title={absolute(row.versionCreated, zone)}>
        {clock(row.versionCreated, zone)}
      </time>
      <span className={`line-provider hue-${providerHue(row.provider)}`}>{row.provider}</span>
      <span className="line-main">
        <Badges row={row} />
        <span className="line-headline" lang={row.language ?? undefined} dir="auto">
          {headline === null ? row.headline || '(no headline)' : <Marked runs={parseHighlight(headline)} />}
        </span>
        {fragment !== undefined && (
          <span className="line-fragment" lang={row.language ?? undefined} dir="auto">
            <Marked runs={parseHighlight(fragment)} />
          </span>
        )}
      </span>
      <span className="line-meta">
        {row.alsoFrom.length > 0 && (
          <span className="chip" title={`Also from ${row.alsoFrom.map((copy) => copy.provider).join(', ')}`}>
            +{row.alsoFrom.length}
          </span>
        )}
        {row.versionCount !== null && row.versionCount > 1 && (
          <span className="chip" title={`${row.versionCount} versions`}>
            v{row.versionCount}
          </span>
        )}
        <span className="line-words">{words === null ? '' : `${words} w`}</span>
        <span className="line-language">{row.language ?? ''}</span>
        <span className="line-ago">{shortAgo(row.versionCreated, now)}</span>
      </span>
    </li>
  );
});
