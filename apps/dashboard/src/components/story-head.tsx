import type { Editorial } from '#contracts';
import { languageName, providerHue } from '../lib/badges.js';
import { markedWords, markWords } from '../lib/highlight.js';
import { isGone, type WireRow } from '../lib/wire-row.js';
import { Badges } from './badges.js';
import { Marked } from './marked.js';
import { When } from './when.js';

interface Props {
  readonly row: WireRow;
  readonly editorial: Partial<Editorial>;
  readonly now: number;
  readonly zone: string;
  readonly onOpen: (storyId: string) => void;
}

/** Headline, by-line, dateline and where else the text came from. */
export function StoryHead({ row, editorial, now, zone, onOpen }: Props) {
  const byline = editorial.byline ?? row.item?.by;
  const dateline = editorial.dateline?.text ?? row.item?.located;
  const words = markedWords([row.highlight?.headline ?? '']);
  return (
    <header className="story-head">
      <p className="story-line">
        <span className={`line-provider hue-${providerHue(row.provider)}`}>{row.provider}</span>
        <When iso={row.versionCreated} now={now} zone={zone} />
        {row.language && (
          <span className="quiet" title={languageName(row.language)}>
            {row.language}
          </span>
        )}
        <Badges row={row} />
      </p>
      <h2
        id="story-headline"
        className={isGone(row) ? 'struck' : undefined}
        lang={row.language ?? undefined}
        dir="auto"
        tabIndex={-1}
      >
        {words.size === 0 ? (
          row.headline || '(no headline)'
        ) : (
          <Marked runs={markWords(row.headline, words)} />
        )}
      </h2>
      {byline && (
        <p className="byline" dir="auto">
          {byline}
        </p>
      )}
      {dateline && (
        <p className="dateline" lang={row.language ?? undefined} dir="auto">
          {dateline}
        </p>
      )}
      {row.alsoFrom.length > 0 && (
        <p className="also-from">
          Also from{' '}
          {row.alsoFrom.map((copy, index) => (
            <span key={copy.storyId}>
              {index > 0 && ', '}
              <button type="button" className="link" onClick={() => onOpen(copy.storyId)}>
                {copy.provider}
              </button>
              {copy.share !== null && copy.share < 1 && (
                <span className="quiet"> {Math.round(copy.share * 100)} %</span>
              )}
            </span>
          ))}
        </p>
      )}
    </header>
  );
}
