import { describe, expect, it } from '@jest/globals';
import { mainBody, mainHeadline, type Dispatch } from '#contracts';
import { dispatchOf, outcomes, parse, parseFixture } from '../support/parse.testing.js';

const rss = (items: string, attributes = ''): string =>
  `<rss version="2.0"${attributes}><channel><title>NordWire</title>${items}</channel></rss>`;
const one = async (item: string, attributes = ''): Promise<Dispatch> =>
  dispatchOf(await parse(rss(`<item>${item}</item>`, attributes)));
const entry = async (content: string): Promise<Dispatch> =>
  dispatchOf(
    await parse(`<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>urn:x:1</id>${content}</entry></feed>`),
  );

describe('RSS', () => {
  it('reads an item with its modules', async () => {
    const { format, item, identity, editorial, text } = dispatchOf(await parseFixture('rss/1-rss.xml'));
    expect(format).toBe('rss');
    expect(identity).toMatchObject({ story: 'faro-2024-77', versionCreated: '2024-05-14T09:30:00Z' });
    expect(mainHeadline(item)).toBe('El puerto reabre tras la huelga & los retrasos');
    expect(text.plain).toBe(
      'VILLALUZ, 14 may (Faro) - El puerto reabrió este martes.\n\nLos estibadores vuelven al trabajo.',
    );
    expect(mainBody(item)).toContain('<a href="https://www.faro.example/puerto">reabrió</a>');
    expect(item).toMatchObject({
      language: 'es-ES',
      by: 'Inés Prado',
      copyrightNotice: '(c) Agencia Faro',
      descriptions: [{ role: 'summary', value: 'Los estibadores vuelven al trabajo.' }],
      altIds: expect.arrayContaining([{ role: 'link', value: 'https://www.faro.example/puerto-reabre' }]),
    });
    expect(item.associations?.map(({ type, uri, by }) => [type, uri, by])).toEqual([
      ['audio', 'https://audio.faro.example/2.mp3', undefined],
      ['picture', 'https://img.faro.example/2.jpg', 'L. Rey'],
      ['picture', 'https://www.faro.example/img/1.jpg', undefined],
    ]);
    expect(editorial.category).toEqual(['Economía']);
  });

  it('reads dates in other languages and zones, resolves relative links, and names authors without their address', async () => {
    const { item, identity } = dispatchOf(await parseFixture('rss/1-rss.xml'), 1);
    expect(identity).toMatchObject({
      story: 'https://www.faro.example/lluvia',
      versionCreated: '2024-05-14T10:00:00Z',
    });
    expect(item.by).toBe('Servicio de meteorología');
  });

  it('mends a broken feed, keeps every entry, and refuses only the empty one', async () => {
    const results = await parseFixture('rss/2-one-bad.xml');
    expect(outcomes(results)).toEqual([
      'dispatch',
      'dispatch',
      'item_without_content',
      'dispatch',
      'dispatch',
      'dispatch',
    ]);
    expect([0, 1, 3, 4, 5].map((index) => mainHeadline(dispatchOf(results, index).item))).toEqual([
      'R&D spending at Lind & Ek',
      'Budget vote',
      'Ferêt fair opens',
      'Port strike ends',
      'Pass closed',
    ]);
    expect(dispatchOf(results, 3).warnings.map(({ code }) => code)).toContain('date_unparsable');
  });

  it('tells entries with a placeholder for a guid and one link for all apart, poll after poll', async () => {
    const stories = async (): Promise<string[]> => {
      const results = await parseFixture('rss/2-one-bad.xml');
      return [0, 1, 3, 4, 5].map((index) => dispatchOf(results, index).identity.story);
    };
    const first = await stories();
    expect(new Set(first).size).toBe(5);
    expect(await stories()).toEqual(first);
  });

  it('ignores a guid that other entries of the document bear too, but not that of the same entry twice', async () => {
    const items =
      '<item><guid>live</guid><title>Election</title></item><item><guid>live</guid><title>Storm</title></item>';
    const results = await parse(
      rss(`${items}<item><guid>x</guid><title>Y</title></item><item><guid>x</guid><title>Y</title></item>`),
    );
    const stories = [0, 1, 2, 3].map((index) => dispatchOf(results, index).identity.story);
    expect(stories[0]).not.toBe(stories[1]);
    expect(stories.slice(2)).toEqual(['x', 'x']);
  });

  it('climbs the ladder guid, link, title', async () => {
    const story = async (item: string): Promise<string> => (await one(item)).identity.story;
    expect(await story('<guid>g-1</guid><link>https://x.example/1</link><title>T</title>')).toBe('g-1');
    expect(await story('<guid/><link>https://x.example/1</link><title>T</title>')).toBe(
      'https://x.example/1',
    );
    expect(await story('<title>T</title>')).toMatch(/^title-[0-9a-f]{32}$/);
    expect(await story('<description>Some words.</description>')).toMatch(/^text-[0-9a-f]{32}$/);
  });

  it('knows elements by their namespace, not by their prefix or name', async () => {
    const other =
      '<s:title>not this</s:title><title>this</title><s:description>not this</s:description><description>this</description>';
    const { item, text } = await one(other, ' xmlns:s="urn:other"');
    expect([mainHeadline(item), text.plain]).toEqual(['this', 'this']);
    const named =
      '<r:rss xmlns:r="http://backend.userland.com/rss2"><r:channel><r:item><r:title>A</r:title></r:item></r:channel></r:rss>';
    expect(mainHeadline(dispatchOf(await parse(named)).item)).toBe('A');
  });

  it('reads markup as elements, escaped and in CDATA alike', async () => {
    for (const description of [
      '<p>a <b>b</b></p>',
      '&lt;p&gt;a &lt;b&gt;b&lt;/b&gt;&lt;/p&gt;',
      '<![CDATA[<p>a <b>b</b></p>]]>',
    ]) {
      const { item } = await one(`<title>T</title><description>${description}</description>`);
      expect(mainBody(item)).toBe('<p>a <b>b</b></p>');
    }
  });

  it('shows markup in a title as text and runs none of it', async () => {
    const { item } = await one('<title>&lt;img src=x onerror=1&gt;Port &lt;b&gt;strike&lt;/b&gt;</title>');
    expect(mainHeadline(item)).toBe('Port strike');
  });

  it('reads signals and embargoes from the words of the copy', async () => {
    const results = await parseFixture('rss/5-correction-kill-embargo.xml');
    expect(results.map((_, index) => dispatchOf(results, index).signal)).toEqual([
      'update',
      'correction',
      'kill',
      'new',
    ]);
    expect(dispatchOf(results, 0).identity.versionCreated).toBe('2024-05-14T14:30:00Z');
    expect(dispatchOf(results, 0).item.firstCreated).toBe('2024-05-14T13:30:00Z');
    expect(dispatchOf(results, 3).embargo).toBeDefined();
  });

  it('refuses the entry in which the document ends and reads the others', async () => {
    const cut = rss(
      '<item><guid>1</guid><title>A</title></item><item><guid>2</guid><title>B</title><description>The mini',
    );
    expect(outcomes(await parse(cut.slice(0, -'</channel></rss>'.length)))).toEqual([
      'dispatch',
      'xml_malformed',
    ]);
  });

  it('refuses a feed without entries', async () => {
    expect(outcomes(await parse(rss('')))).toEqual(['item_without_content']);
  });

  it('loads no external entity and expands none', async () => {
    const feed = (doctype: string, title: string): string =>
      `${doctype}${rss(`<item><title>${title}</title></item>`)}`;
    expect(
      outcomes(await parse(feed('<!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/hostname">]>', '&f;'))),
    ).toEqual(['xml_malformed']);
    expect(
      outcomes(
        await parse(feed('<!DOCTYPE rss [<!ENTITY % l SYSTEM "http://x.example/l.ent"> %l;]>', '&eacute;')),
      ),
    ).toEqual(['dispatch']);
  });
});

describe('Atom', () => {
  it('reads entries with typed texts, relative links and enclosures', async () => {
    const results = await parseFixture('rss/3-atom.xml');
    const { format, item, identity, text } = dispatchOf(results);
    expect(format).toBe('atom');
    expect(identity).toMatchObject({
      story: 'tag:ostkurier.example,2024:1',
      versionCreated: '2024-05-14T08:00:00Z',
    });
    expect(mainHeadline(item)).toBe('Deich & Damm halten');
    expect(text.plain).toBe('NORDSIEL (Ostkurier) - Der Damm hält <auch> bei Sturm.');
    expect(mainBody(item)).toContain(
      '<a href="https://www.ostkurier.example/damm">Damm</a> hält &lt;auch&gt;',
    );
    expect(item).toMatchObject({
      by: 'Karla Brandt',
      language: 'de',
      firstCreated: '2024-05-14T06:00:00Z',
      subjects: [{ name: 'Umwelt', literal: 'umwelt' }],
      associations: [{ uri: 'https://www.ostkurier.example/bild.jpg', type: 'picture' }],
    });
    expect(mainHeadline(dispatchOf(results, 1).item)).toBe('Markt <neu> eröffnet');
  });

  it.each([
    ['text', '<content type="text">a &lt;b&gt; c</content>', 'a <b> c'],
    ['html', '<content type="html">a &lt;b&gt;b&lt;/b&gt; &amp;amp; c</content>', 'a b & c'],
    [
      'xhtml',
      '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">a <b>b</b> &lt;c&gt;</div></content>',
      'a b <c>',
    ],
    ['base64', '<content type="application/octet-stream">PHA+YSA8Yj5iPC9iPjwvcD4=</content>', 'a b'],
    ['Atom 0.3, escaped', '<content type="text/html" mode="escaped">&lt;p&gt;a&lt;/p&gt;</content>', 'a'],
    ['html in an element', '<content type="html"><div>a &lt;b&gt;b&lt;/b&gt;</div></content>', 'a b'],
  ])('reads content as %s', async (_type, content, plain) => {
    expect((await entry(`<title>T</title>${content}`)).text.plain).toBe(plain);
  });

  it('keeps an entry that has only an id or a link', async () => {
    expect((await entry('')).identity.story).toBe('urn:x:1');
  });
});

describe('RDF', () => {
  it('reads the items beside the channel', async () => {
    const { format, item, identity, editorial } = dispatchOf(await parseFixture('rss/4-rdf.xml'));
    expect(format).toBe('rdf');
    expect(identity).toMatchObject({
      story: 'https://www.sudpresse.example/a1',
      versionCreated: '2024-05-14T08:00:00Z',
    });
    expect(item).toMatchObject({ language: 'fr', by: 'Odile Varenne' });
    expect(item.altIds).toContainEqual({ role: 'link', value: 'https://www.sudpresse.example/a1?src=rss' });
    expect(editorial.category).toEqual(['Météo']);
  });
});
