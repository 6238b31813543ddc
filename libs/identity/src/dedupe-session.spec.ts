import { describe, expect, it } from '@jest/globals';
import type { NinjsItem } from '#contracts';
import { reportOn } from '#testing';
import { createDedupeSession, type DedupeDecision, type DedupeSession } from './dedupe-session.js';

function file(session: DedupeSession, item: Omit<NinjsItem, 'bodies'> & { text: string }): DedupeDecision {
  const { text, ...rest } = item;
  return session.decide({
    provider: 'nordwire',
    receivedAt: '2024-05-14T10:00:00Z',
    item: { ...rest, bodies: [{ role: 'main', contentType: 'text/plain', value: text }] },
  });
}

describe('offline dedupe', () => {
  it('calls items new, duplicate, version or superseded, and keeps duplicates and versions in one story', () => {
    const session = createDedupeSession();
    const ferry = reportOn('A ferry sank');
    const decisions = [
      file(session, { uri: 'urn:1', version: '2', text: ferry }),
      file(session, { uri: 'urn:2', text: ferry.replace(/[“”]/g, '"').replaceAll('\n', ' ') }),
      file(session, { uri: 'urn:1', version: '3', text: reportOn('A ferry sank, four died') }),
      file(session, { uri: 'urn:1', version: '1', text: reportOn('A ferry is missing') }),
      file(session, { uri: 'urn:3', text: reportOn('A bridge closed') }),
    ];
    expect(decisions.map((one) => [one.uri, one.decision, one.of])).toEqual([
      ['urn:1', 'new', null],
      ['urn:2', 'duplicate', 'urn:1'],
      ['urn:1', 'version', 'urn:1'],
      ['urn:1', 'superseded', 'urn:1'],
      ['urn:3', 'new', null],
    ]);
    expect(new Set(decisions.slice(0, 4).map((one) => one.story)).size).toBe(1);
    expect(decisions[4]?.story).not.toBe(decisions[0]?.story);
    for (const one of decisions) expect(one.reason).not.toBe('');
  });

  it('reads the words of an HTML body as it reads plain text', () => {
    const session = createDedupeSession();
    const text = reportOn('Fish & chips went up');
    file(session, { uri: 'urn:1', text });
    const html = session.decide({
      provider: 'nordwire',
      receivedAt: '2024-05-14T10:00:00Z',
      item: {
        uri: 'urn:2',
        bodies: [{ role: 'main', contentType: 'text/html', value: `<p>${text.replace('&', '&amp;')}</p>` }],
      },
    });
    expect(html.decision).toBe('duplicate');
  });
});
