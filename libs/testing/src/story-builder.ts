import { groupIdOf, newId, storyIdOf, type StorySnapshot } from '#contracts';

/** A usable story of an invented agency; a test says only what it is about. Id, feed and times follow from the parts. */
export function aSnapshot(parts: Partial<StorySnapshot> = {}): StorySnapshot {
  const provider = parts.provider ?? 'nordwire';
  const storyId = parts.storyId ?? storyIdOf(provider, newId());
  const at = parts.versionCreated ?? '2026-11-03T10:15:00.000Z';
  return {
    storyId,
    provider,
    feed: provider,
    revision: 1,
    groupId: groupIdOf(storyId),
    clusterId: null,
    status: 'usable',
    statusReason: null,
    originalKilled: false,
    signal: 'new',
    corrected: false,
    version: '1',
    versionCreated: at,
    firstCreated: at,
    receivedAt: at,
    updatedAt: at,
    embargoedUntil: null,
    dispatchId: newId(),
    transmissionId: newId(),
    format: 'text',
    versionCount: 1,
    item: { uri: `urn:example:${storyId}`, headlines: [{ role: 'main', value: 'The port reopens' }] },
    editorial: { category: [], keywords: [] },
    text: { plain: 'Text.', language: 'en' },
    embargo: null,
    warnings: [],
    copies: [],
    ...parts,
  };
}
