import type { DiffRun } from '../lib/diff-context.js';
import type { WireRow } from '../lib/wire-row.js';
import { ApiError, getJson } from './client.js';
import { decodeRow, decodeStory, decodeVersions, type StoryDetail, type VersionEntry } from './decode.js';
import { objectOf, objectsOf, oneOf } from './json.js';

const path = (storyId: string) => `/v1/stories/${encodeURIComponent(storyId)}`;

export async function getStory(storyId: string, signal: AbortSignal): Promise<StoryDetail> {
  const story = decodeStory(await getJson(path(storyId), signal));
  if (!story)
    throw new ApiError(200, 'answer_unreadable', 'The desk sent a story that this page cannot read.');
  return story;
}

export async function getVersions(storyId: string, signal: AbortSignal): Promise<VersionEntry[]> {
  return decodeVersions(await getJson(`${path(storyId)}/versions`, signal));
}

export interface StoryDiff {
  readonly headline: readonly DiffRun[];
  readonly body: readonly DiffRun[];
}

function decodeRuns(value: unknown): DiffRun[] {
  return objectsOf(value).flatMap((run) => {
    const kind = oneOf(run['kind'], ['same', 'removed', 'added'] as const);
    return kind !== null && typeof run['text'] === 'string' ? [{ kind, text: run['text'] }] : [];
  });
}

/** What changed from one filing of a story to another, both named by their dispatchId. */
export async function getDiff(
  storyId: string,
  from: string,
  to: string,
  signal: AbortSignal,
): Promise<StoryDiff> {
  const params = new URLSearchParams({ from, to });
  const diff = objectOf(await getJson(`${path(storyId)}/diff?${params.toString()}`, signal)) ?? {};
  return { headline: decodeRuns(diff['headline']), body: decodeRuns(diff['body']) };
}

/** Stories that have to do with this one, the nearest first. */
export async function getRelated(storyId: string, signal: AbortSignal): Promise<WireRow[]> {
  const answer = objectOf(await getJson(`${path(storyId)}/related`, signal)) ?? {};
  return objectsOf(answer['related']).flatMap((entry) => decodeRow(entry['story']) ?? []);
}
