import { describe, expect, it } from '@jest/globals';
import { mainBody, mainHeadline } from '#contracts';
import { dispatchOf, outcomes, parse, parseFixture } from '../support/parse.testing.js';

describe('JSON Feed', () => {
  it('reads an item with its texts, links, tags and attachments', async () => {
    const { format, item, identity, editorial, text } = dispatchOf(
      await parseFixture('jsonfeed/1-feed.json'),
    );
    expect(format).toBe('jsonfeed');
    expect(identity).toMatchObject({
      story: 'faro-2024-77',
      basis: 'declared',
      versionCreated: '2024-05-14T09:30:00Z',
    });
    expect(mainHeadline(item)).toBe('El puerto reabre tras la huelga & los retrasos');
    expect(text.plain).toContain('El puerto reabrió este martes.');
    expect(mainBody(item)).toContain('<a href="https://www.faro.example/horario">reabrió</a>');
    expect(mainBody(item)).toContain('<td>Barcos</td><td>12</td>');
    expect(mainBody(item)).not.toContain('alert');
    expect(item).toMatchObject({
      language: 'es-ES',
      by: 'Inés Prado',
      firstCreated: '2024-05-14T09:00:00Z',
      descriptions: [{ role: 'summary', value: 'Los estibadores vuelven al trabajo.' }],
      altIds: [
        { role: 'guid', value: 'faro-2024-77' },
        { role: 'link', value: 'https://www.faro.example/puerto-reabre' },
        { role: 'link', value: 'https://puertos.example/villaluz' },
      ],
    });
    expect(item.associations?.map(({ type, uri }) => [type, uri])).toEqual([
      ['picture', 'https://img.faro.example/1.jpg'],
      ['audio', 'https://audio.faro.example/2.mp3'],
    ]);
    expect(item.associations?.[1]?.renditions?.[0]).toMatchObject({ sizeInBytes: 1200, duration: 62.5 });
    expect(editorial.category).toEqual(['Economía', 'Puertos']);
  });

  it('refuses only the items that are none, and reads ids that are numbers and dates that are not', async () => {
    const results = await parseFixture('jsonfeed/1-feed.json');
    expect(outcomes(results)).toEqual(['dispatch', 'item_invalid', 'dispatch', 'item_without_content']);
    const { identity, item, text, warnings } = dispatchOf(results, 2);
    expect(identity).toMatchObject({ story: '12' });
    expect(identity.versionCreated).toBeUndefined();
    expect(item.by).toBe('Redacción');
    expect(text.plain).toBe('Llueve en Villaluz.\n\nMañana también.');
    expect(warnings.map(({ code }) => code)).toContain('date_unparsable');
  });

  it('reads version 1 with its single author, and tells items apart that share one id', async () => {
    const results = await parseFixture('jsonfeed/2-version-1.json');
    const [one, other] = [dispatchOf(results, 0), dispatchOf(results, 1)];
    expect([one.item.by, other.item.by]).toEqual(['Luz Rey', 'Redacción']);
    expect(one.identity.story).not.toBe(other.identity.story);
    expect(other.text.plain).toBe('Cierra el puerto.');
    expect(other.item.descriptions ?? []).toEqual([]);
  });

  it('is known without the address of the standard', async () => {
    const feed = { version: '1.1', items: [{ id: 'a', title: 'Lluvia', content_text: 'Llueve.' }] };
    expect(dispatchOf(await parse(JSON.stringify(feed))).format).toBe('jsonfeed');
  });

  it('refuses a feed without items', async () => {
    const feed = { version: 'https://jsonfeed.org/version/1.1', title: 'Faro', items: [] };
    expect(outcomes(await parse(JSON.stringify(feed)))).toEqual(['item_without_content']);
  });
});
