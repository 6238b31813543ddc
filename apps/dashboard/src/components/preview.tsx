import { useEffect, useRef } from 'react';
import type { OpenStory } from '../hooks/use-story.js';
import { isGone, type WireRow } from '../lib/wire-row.js';
import { Pictures } from './pictures.js';
import { Related, RelatedTitles } from './related.js';
import { StoryBody } from './story-body.js';
import { StoryFacts } from './story-facts.js';
import { StoryHead } from './story-head.js';
import { StoryNotice } from './story-notice.js';
import { Versions } from './versions.js';

interface Props {
  /** The story as it is known now; null while it is fetched. */
  readonly row: WireRow | null;
  /** The story was taken from this reader: it expired, or is held back. */
  readonly gone: boolean;
  readonly story: OpenStory;
  readonly now: number;
  readonly zone: string;
  readonly onOpen: (storyId: string) => void;
  readonly onClose: () => void;
}

const absent = 'This story is not here, or no longer here.';

/** The reading pane. */
export function Preview({ row, gone, story, now, zone, onOpen, onClose }: Props) {
  const pane = useRef<HTMLElement>(null);
  const storyId = row?.storyId;
  useEffect(() => {
    pane.current?.scrollTo({ top: 0 });
  }, [storyId]);
  const { detail, versions, related, error } = story;
  const fault = gone || error?.status === 404 ? absent : (error?.message ?? null);
  const readable = row !== null && !isGone(row);
  const editorial = readable && detail ? detail.editorial : {};
  return (
    <article
      className="preview"
      ref={pane}
      aria-labelledby="story-headline"
      aria-busy={row === null && fault === null}
    >
      <button
        type="button"
        className="close"
        onClick={onClose}
        aria-label="Close the story"
        aria-keyshortcuts="Escape"
      >
        <span aria-hidden="true">×</span>
      </button>
      {row === null && fault === null && <p className="quiet pad">Loading …</p>}
      {row === null && fault !== null && <p className="fault pad">{fault}</p>}
      {row && (
        <>
          <StoryHead row={row} editorial={editorial} now={now} zone={zone} onOpen={onOpen} />
          <StoryNotice row={row} now={now} zone={zone} />
          {readable && <StoryBody row={row} plain={detail?.plain ?? null} />}
          {readable && row.item && (
            <>
              <Pictures item={row.item} language={row.language} />
              <RelatedTitles item={row.item} />
            </>
          )}
          <Versions
            key={row.storyId}
            storyId={row.storyId}
            versions={versions}
            comparable={readable}
            now={now}
            zone={zone}
          />
          <Related rows={related} zone={zone} onOpen={onOpen} />
          {detail && <StoryFacts detail={{ ...detail, row, editorial }} now={now} zone={zone} />}
        </>
      )}
    </article>
  );
}
