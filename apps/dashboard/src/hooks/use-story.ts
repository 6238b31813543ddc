import { useEffect, useState } from 'react';
import { asApiError, isAborted, type ApiError } from '../api/client.js';
import type { StoryDetail, VersionEntry } from '../api/decode.js';
import { getRelated, getStory, getVersions } from '../api/stories.js';
import type { WireRow } from '../lib/wire-row.js';

/** Someone who runs down the list with `j` does not want every story on the way. */
const settle = 90;

export interface OpenStory {
  readonly detail: StoryDetail | null;
  readonly versions: readonly VersionEntry[];
  readonly related: readonly WireRow[];
  readonly error: ApiError | null;
}

const nothing: OpenStory = { detail: null, versions: [], related: [], error: null };

/**
 * A story with its versions and relatives, fetched anew when the list hears of a newer revision. While a newer
 * revision is under way the older answer stays, so that the page does not blink.
 */
export function useStory(storyId: string | null, revision: number, onSignedOut: () => void): OpenStory {
  const [story, setStory] = useState<OpenStory & { storyId: string | null }>({ ...nothing, storyId: null });
  useEffect(() => {
    if (storyId === null) return undefined;
    const asking = new AbortController();
    const keep = (change: Partial<OpenStory>) => {
      if (asking.signal.aborted) return;
      setStory((before) => ({
        ...(before.storyId === storyId ? before : { ...nothing, storyId }),
        ...change,
      }));
    };
    const fetchAll = async () => {
      const detail = await getStory(storyId, asking.signal);
      keep({ detail, error: null });
      // The copy is what matters: where only the side matters fail, the page says nothing and shows the copy.
      const [versions, related] = await Promise.allSettled([
        getVersions(storyId, asking.signal),
        getRelated(storyId, asking.signal),
      ]);
      if (versions.status === 'fulfilled') keep({ versions: versions.value });
      if (related.status === 'fulfilled') keep({ related: related.value });
    };
    const timer = window.setTimeout(() => {
      fetchAll().catch((cause: unknown) => {
        if (isAborted(cause)) return;
        const problem = asApiError(cause);
        if (problem.signedOut) onSignedOut();
        else keep({ error: problem });
      });
    }, settle);
    return () => {
      window.clearTimeout(timer);
      asking.abort();
    };
  }, [storyId, revision, onSignedOut]);
  return story.storyId === storyId ? story : nothing;
}
