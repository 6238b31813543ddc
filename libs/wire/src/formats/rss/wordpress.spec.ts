import { describe, expect, it } from '@jest/globals';
import { mainBody, mainHeadline } from '#contracts';
import { cpuMilliseconds } from '../support/cpu.testing.js';
import { dispatchOf, outcomes, parse, parseFixture } from '../support/parse.testing.js';
import { wordpressHtml } from './wordpress-content.js';

describe('a WordPress export', () => {
  it('gives a post with the paragraphs that WordPress would print, without shortcodes', async () => {
    const { format, item, identity, editorial, text } = dispatchOf(await parseFixture('wxr/1-export.xml'));
    expect(format).toBe('wxr');
    expect(identity).toMatchObject({
      story: 'https://www.faro.example/?p=77',
      versionCreated: '2024-05-14T09:30:00Z',
    });
    expect(mainHeadline(item)).toBe('El puerto reabre tras la huelga & los retrasos');
    expect(text.plain).toMatch(
      /^VILLALUZ, 14 may \(Faro\) - El puerto reabrió este martes\.\nLos barcos \[sic\]/,
    );
    expect(text.plain).toContain('Habrá ferry.');
    expect(text.plain).not.toMatch(/caption|gallery|embed|aviso|alert/);
    expect(mainBody(item)).toContain('<a href="https://video.faro.example/9">');
    expect(mainBody(item)).toContain('<li>Barcos: 12</li>');
    expect(mainBody(item)).toContain('<pre>A    1\n\nB    2</pre>');
    expect(item).toMatchObject({
      type: 'text',
      language: 'es-ES',
      by: 'Inés Prado',
      firstCreated: '2024-05-14T09:00:00Z',
      pubStatus: 'usable',
      descriptions: [{ role: 'summary', value: 'Los estibadores vuelven al trabajo.' }],
      subjects: [{ name: 'Economía', literal: 'economia' }],
    });
    expect(item.altIds).toContainEqual({ role: 'link', value: 'https://www.faro.example/puerto-reabre/' });
    expect(editorial).toMatchObject({ category: ['Economía'], keywords: ['puertos'] });
    expect(item.associations).toMatchObject([
      { name: 'featured', type: 'picture', uri: 'https://img.faro.example/78.jpg' },
      { descriptions: [{ role: 'caption', value: 'El muelle de Villaluz.' }] },
    ]);
  });

  it('takes an attachment for a picture and leaves out the machinery of the site', async () => {
    const results = await parseFixture('wxr/1-export.xml');
    expect(outcomes(results)).toEqual([
      'dispatch',
      'dispatch',
      'not_a_dispatch',
      'dispatch',
      'dispatch',
      'dispatch',
    ]);
    expect(dispatchOf(results, 1).item).toMatchObject({
      type: 'picture',
      pubStatus: 'usable',
      renditions: [{ name: 'main', href: 'https://img.faro.example/78.jpg' }],
    });
  });

  it('holds a planned post until its time, and drafts and posts behind a password altogether', async () => {
    const results = await parseFixture('wxr/1-export.xml');
    const [planned, draft, secret] = [3, 4, 5].map((index) => dispatchOf(results, index));
    expect(planned?.item.embargoedUntil).toBe('2024-05-15T06:00:00Z');
    expect(planned?.text.plain).toBe('El presupuesto crece.');
    expect([draft?.item.pubStatus, secret?.item.pubStatus]).toEqual(['withheld', 'withheld']);
    expect(draft?.warnings.map(({ code }) => code)).toEqual(['date_inferred']);
  });

  it('is an ordinary feed to a site that only names the vocabulary of WordPress elsewhere', async () => {
    const feed =
      '<rss version="2.0"><channel><item><title>wordpress.org/export/1.2/</title></item></channel></rss>';
    expect(dispatchOf(await parse(feed)).format).toBe('rss');
  });

  it.each([
    ['open captions', '[caption id="a"]<img '],
    ['attributes without an end', '[a b="c" '],
    ['preformatted text', '<pre></pre>'],
    ['preformatted text without an end', '<pre>'],
    ['blank lines', 'x \n \n'],
  ])('reads %s in time that grows with the text', (_, piece) => {
    const text = (length: number): string => piece.repeat(Math.ceil(length / piece.length));
    expect(cpuMilliseconds(() => wordpressHtml(text(400_000)))).toBeLessThan(2_000);
  });
});
