import { describe, expect, it } from '@jest/globals';
import { mainBody, mainHeadline, type Dispatch } from '#contracts';
import { dispatchOf, outcomes, parse, parseFixture } from '../support/parse.testing.js';

const one = async (members: object, profile?: string): Promise<Dispatch> => {
  const entry = {
    format: 'digitalwires@0.9.1',
    urn: 'urn:newsml:nordwire.example:20240101:240514-930-1',
    version: 1,
    version_created: '2024-05-14T11:15:03+02:00',
    pubstatus: 'usable',
    headline: 'Haushalt von Inselport',
    article_html: '<p>Der Haushalt wächst.</p>',
    ...members,
  };
  return dispatchOf(await parse(JSON.stringify(entry), profile));
};

describe('dpa digitalwires', () => {
  it('reads a text with its dateline, box, notes and pictures', async () => {
    const { format, item, identity, signal, editorial, text } = dispatchOf(
      await parseFixture('dpa-digitalwires/1-text.json'),
    );
    expect({ format, signal }).toEqual({ format: 'dpa-digitalwires', signal: 'new' });
    expect(identity).toEqual({
      story: 'urn:newsml:nordwire.example:20240101:240514-930-4711',
      version: '3',
      versionCreated: '2024-05-14T09:15:03Z',
      basis: 'declared',
    });
    expect(item).toMatchObject({
      type: 'text',
      urgency: 3,
      language: 'de',
      by: 'Von Maren Holt, NordWire',
      located: 'Inselport',
      usageTerms: 'Nur für Kunden',
      copyrightNotice: 'Copyright 2024, NordWire',
      edNote: 'Fotos folgen\nRedaktion: desk@nordwire.example',
      descriptions: [{ role: 'summary', value: 'Alle 212 Menschen an Bord sind an Land.' }],
      altIds: [{ role: 'entry_id', value: 'Qx7nBf0aM2' }],
      places: [{ name: 'Ostland', literal: 'dpacountry:1' }, { name: 'Hafen' }],
      genres: [{ name: 'Meldung', literal: 'dpatextgenre:1' }, { name: 'Reportage' }],
      subjects: [
        {
          name: 'Verkehrsunfall',
          literal: 'medtop:20000149',
          uri: 'http://cv.iptc.org/newscodes/mediatopic/20000149',
        },
      ],
      infoSources: [
        { name: 'NordWire', role: 'credit' },
        { name: 'Maren Holt', role: 'creator' },
      ],
    });
    expect(item.headlines?.map(({ role, value }) => [role, value])).toEqual([
      ['main', 'Fähre läuft vor Inselport auf Grund – «Niemand verletzt»'],
      ['kicker', 'Schifffahrt'],
    ]);
    expect(text.plain).toMatch(/^Die Fähre «Havsula» ist am Dienstag vor Inselport auf Grund gelaufen\./);
    expect(text.plain).toMatch(/Die Havsula\n\nGebaut 1998\.$/);
    expect(mainBody(item)).toContain('<td>Passagiere</td><td>212</td>');
    expect(mainBody(item)).not.toMatch(/script|onclick|reederei|desk@/);
    expect(item.bodies?.[1]).toMatchObject({ role: 'linkbox', contentType: 'text/html' });
    expect(editorial).toMatchObject({
      dateline: { text: 'Inselport (NordWire) -', place: 'Inselport', agencies: ['NordWire'] },
      category: ['vm', 'Vermischtes'],
      keywords: ['Fähre', 'Unfall'],
    });
    expect(item.associations).toEqual([
      {
        uri: 'urn:newsml:nordwire.example:20240101:240514-935-88',
        name: 'picture-1',
        rel: 'featureimage',
        type: 'picture',
        version: '2',
        versionCreated: '2024-05-14T09:00:00Z',
        headlines: [{ role: 'main', value: 'Fähre vor Inselport' }],
        descriptions: [{ role: 'caption', value: 'Die «Havsula» liegt fest.' }],
        by: 'Jonas Wick/NordWire',
        renditions: [
          {
            name: 's2048',
            href: 'https://img.nordwire.example/88.jpg',
            contentType: 'image/jpeg',
            width: 2048,
            height: 1365,
          },
        ],
      },
    ]);
  });

  it('reads the entries of a queue one by one and refuses only the broken ones', async () => {
    const results = await parseFixture('dpa-digitalwires/2-queue.json');
    expect(outcomes(results)).toEqual(['dispatch', 'not_a_dispatch', 'item_invalid', 'dispatch', 'dispatch']);
    const kill = dispatchOf(results);
    expect(kill).toMatchObject({
      signal: 'kill',
      item: { pubStatus: 'canceled' },
      identity: { story: 'urn:newsml:nordwire.example:20240101:240514-930-4711', version: '4' },
    });
    expect(dispatchOf(results, 3)).toMatchObject({
      signal: 'correction',
      item: { embargoedUntil: '2024-05-14T16:00:00Z' },
    });
  });

  it('takes an entry without a text for the sound that it brings', async () => {
    const { item, text } = dispatchOf(await parseFixture('dpa-digitalwires/2-queue.json'), 4);
    expect(item).toMatchObject({
      type: 'audio',
      descriptions: [{ role: 'caption', value: 'Es berichtet Maren Holt.' }],
      renditions: [{ name: 'raw', href: 'https://img.nordwire.example/7.mp3', bitrate: '256' }],
    });
    expect(mainHeadline(item)).toBe('Haushalt / 0.42 N');
    expect(text.plain).toBe('');
  });

  it('keeps the addresses of what is embedded in a text, apart from the text', async () => {
    const { item, text } = await one({
      article_html:
        '<p>Der Beitrag:</p><dnl-postembed src="https://posts.example/1?a=1&amp;b=2"></dnl-postembed>' +
        '<dnl-chart src="javascript:alert(1)"></dnl-chart><p>Ende.</p>',
    });
    expect(text.plain).toBe('Der Beitrag:\n\nEnde.');
    expect(item.bodies?.[1]?.role).toBe('embeds');
    expect(item.bodies?.[1]?.value).toContain('<a href="https://posts.example/1?a=1&amp;b=2">');
    expect(item.bodies?.[1]?.value).not.toContain('href="javascript');
  });

  it('holds copy back when only a note or the notepad speaks of an embargo', async () => {
    const note = { role: 'dpaednoterole:embargo', ednote: 'Frei nach der Rede', is_publishable: true };
    expect((await one({ ednotes: [note] })).embargo?.state).toBe('unreadable');
    const pad = '<section><li class="embargoed">Sperrfrist heute Abend</li></section>';
    expect((await one({ notepad: { public_html: pad } })).embargo?.state).toBe('unreadable');
    expect((await one({ embargoed: '' })).embargo?.state).toBe('indefinite');
    expect((await one({ embargoed: null })).embargo).toBeUndefined();
  });

  it('knows a correction by its signal, its category or the note that says what was wrong', async () => {
    const category = { type: 'dnltype:signal', name: 'correction', qcode: 'sig:correction' };
    const note = {
      role: 'dpaednoterole:correctionshort',
      ednote: 'Uhrzeit im 2. Absatz',
      is_publishable: true,
    };
    for (const members of [{ signal: 'sig:correction' }, { categories: [category] }, { ednotes: [note] }]) {
      expect((await one(members)).signal).toBe('correction');
    }
    expect((await one({ signal: 'sig:update' })).signal).toBe('update');
    const report = { type: 'dnltype:genre', name: 'KORR-Bericht', qcode: 'dpatextgenre:31' };
    expect((await one({ categories: [report], genre_names: ['KORR-Bericht'] })).signal).toBe('new');
  });

  it('keeps a correction by another agency than dpa a correction', async () => {
    expect((await one({ signal: 'sig:correction', urn: 'urn:x-sud:1' }, 'europapress')).signal).toBe(
      'correction',
    );
  });

  it('withholds an entry whose status it does not know', async () => {
    const { signal, item, warnings } = await one({ pubstatus: 'parked' });
    expect({ signal, status: item.pubStatus }).toEqual({ signal: 'new', status: 'withheld' });
    expect(warnings.map(({ code }) => code)).toContain('status_unknown');
  });

  it('is known by its members when the name of the format is missing', async () => {
    const { format } = await one({ format: null, entry_id: 'a', linkbox_html: null });
    expect(format).toBe('dpa-digitalwires');
  });

  it('reads an entry whose optional members are all missing or null', async () => {
    const bare = { version: null, version_created: null, pubstatus: null, article_html: null };
    const { item, identity, warnings } = await one(bare);
    expect(item.type).toBe('text');
    expect(identity.version).toBeUndefined();
    expect(warnings.map(({ code }) => code)).toEqual(['date_inferred']);
  });
});
