import { useEffect, useState } from 'react';
import type { VersionEntry } from '../api/decode.js';
import { asApiError, isAborted } from '../api/client.js';
import { getDiff, type StoryDiff } from '../api/stories.js';
import { signalName, statusName } from '../lib/badges.js';
import { DiffText } from './diff-text.js';
import { When } from './when.js';

interface Props {
  readonly storyId: string;
  readonly versions: readonly VersionEntry[];
  /** Not of a killed story: a comparison would bring its text back. */
  readonly comparable: boolean;
  readonly now: number;
  readonly zone: string;
}

/** The filings of a story, highest first, each comparable with the one before it. */
export function Versions({ storyId, versions, comparable, now, zone }: Props) {
  const [compared, setCompared] = useState<string | null>(null);
  if (versions.length < 2) return null;
  return (
    <section className="story-part" aria-label="Versions">
      <h3>Versions ({versions.length})</h3>
      <ol className="versions">
        {versions.map((entry, index) => {
          const before = versions[index + 1];
          const open = compared === entry.dispatchId;
          return (
            <li key={entry.dispatchId} aria-current={entry.current ? 'true' : undefined}>
              <div className="version">
                <When iso={entry.versionCreated} now={now} zone={zone} />
                {entry.signal && <span className="chip">{signalName(entry.signal)}</span>}
                {entry.status && entry.status !== 'usable' && (
                  <span className="chip">{statusName(entry.status)}</span>
                )}
                {entry.current && <span className="chip chip-current">current</span>}
                {before && comparable && (
                  <button
                    type="button"
                    className="plain small"
                    aria-expanded={open}
                    onClick={() => setCompared(open ? null : entry.dispatchId)}
                  >
                    {open ? 'Hide changes' : 'What changed'}
                  </button>
                )}
              </div>
              {entry.headline && (
                <div className="version-headline" dir="auto">
                  {entry.headline}
                </div>
              )}
              {open && before && comparable && (
                <Changes storyId={storyId} from={before.dispatchId} to={entry.dispatchId} />
              )}
            </li>
          );
        })}
      </ol>
    </section>
  );
}

/** What changed between two filings, word by word. */
function Changes({ storyId, from, to }: { storyId: string; from: string; to: string }) {
  const [diff, setDiff] = useState<StoryDiff | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  useEffect(() => {
    const asking = new AbortController();
    getDiff(storyId, from, to, asking.signal)
      .then(setDiff)
      .catch((cause: unknown) => {
        if (!isAborted(cause)) setFault(asApiError(cause).message);
      });
    return () => asking.abort();
  }, [storyId, from, to]);
  if (fault !== null) return <p className="fault">{fault}</p>;
  if (!diff) return <p className="quiet small">Comparing …</p>;
  return (
    <div className="diff" dir="auto">
      {diff.headline.length > 0 && (
        <p className="diff-headline">
          <DiffText runs={diff.headline} />
        </p>
      )}
      <p>
        <DiffText runs={diff.body} />
      </p>
    </div>
  );
}
