import { describe, expect, it } from '@jest/globals';
import { decodeChange, decodePage, decodeRow, decodeStory, decodeVersions } from './decode.js';

const hit = (members: Record<string, unknown> = {}) => ({
  storyId: 'story-1',
  groupId: 'group-1',
  revision: 4,
  status: 'usable',
  provider: 'nordwire',
  versionCreated: '2022-05-24T12:00:00Z',
  receivedAt: '2022-05-24T12:00:05Z',
  alsoFrom: [{ provider: 'inselpost', storyId: 'story-2', share: 0.9 }],
  item: {
    uri: 'urn:nordwire:1',
    language: 'en',
    headlines: [{ value: 'Other' }, { role: 'main', value: 'Storm closes ferry routes' }],
    bodies: [{ value: '<p>Text.</p>' }],
  },
  ...members,
});

describe('answers of the desk', () => {
  it('become rows, with headline and language taken from the item when they stand nowhere else', () => {
    expect(decodeRow(hit())).toMatchObject({
      storyId: 'story-1',
      revision: 4,
      headline: 'Storm closes ferry routes',
      language: 'en',
      alsoFrom: [{ provider: 'inselpost', storyId: 'story-2', share: 0.9 }],
    });
  });

  it('never show the text of killed copy, nor as usable what has a status this page does not know', () => {
    expect(decodeRow(hit({ status: 'canceled' }))?.item).toBeNull();
    expect(decodeRow(hit({ status: 'something-new' }))?.status).toBe('withheld');
    expect(decodeStory(hit({ status: 'canceled', text: { plain: 'Text.' } }))?.plain).toBeNull();
  });

  it('give what can be read of a page and leave out what cannot', () => {
    const page = decodePage({
      total: 2,
      totalRelation: 'gte',
      hits: [hit({ highlight: { headline: null, body: ['a <mark>b</mark>', 7] } }), null, { provider: 'x' }],
      facets: { provider: [{ value: 'nordwire', count: 2 }, { count: 3 }] },
      cursor: '',
      warnings: [{ code: 'operator_dangling', detail: 'OR has nothing to join', at: 3 }],
    });
    expect(page.rows.map((row) => row.highlight)).toEqual([{ headline: null, body: ['a <mark>b</mark>'] }]);
    expect(page).toMatchObject({
      total: 2,
      totalRelation: 'gte',
      cursor: null,
      facets: { provider: [{ value: 'nordwire', count: 2 }] },
      warnings: [{ code: 'operator_dangling', detail: 'OR has nothing to join' }],
    });
    expect(decodePage('nonsense')).toMatchObject({ rows: [], total: 0 });
  });

  it('tell a story of the stream from one that leaves it', () => {
    const change = (type: string) => decodeChange('story', JSON.stringify({ type, story: hit() }));
    expect(change('wire.story.updated.v1')).toMatchObject({ gone: false, row: { storyId: 'story-1' } });
    expect(change('wire.story.expired.v1')?.gone).toBe(true);
    expect(decodeChange('gone', '{"storyId":"story-1","revision":5}')).toMatchObject({
      gone: true,
      row: { storyId: 'story-1', revision: 5, item: null },
    });
    expect(decodeChange('story', '{}')).toBeNull();
  });

  it('list the versions of a story', () => {
    expect(
      decodeVersions({
        versions: [
          {
            dispatchId: 'd2',
            version: '2',
            receivedAt: '2022-05-24T12:00:05Z',
            signal: 'update',
            current: true,
          },
          { version: 'lost' },
        ],
      }),
    ).toMatchObject([
      { dispatchId: 'd2', versionCreated: '2022-05-24T12:00:05Z', signal: 'update', current: true },
    ]);
  });
});
