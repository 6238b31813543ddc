import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { isRefusal, mainHeadline, type Dispatch } from '#contracts';
import { textKey } from '#identity';
import { parseTransmission, type ParsedTransmission } from '#wire';
import { demoFolder, loadDemoManifest, playDemo, renderDispatch, type DemoManifest } from './demo.js';

const now = new Date('2026-10-03T21:20:00.000Z');

/** One entry of the manifest, read as the desk reads it. */
interface Read {
  readonly file: string;
  readonly feed: string;
  readonly arrives: Date;
  readonly parsed: ParsedTransmission;
  readonly dispatches: readonly Dispatch[];
}

let manifest: DemoManifest;
let wire: readonly Read[];

beforeAll(async () => {
  manifest = await loadDemoManifest();
  wire = await readAll(now);
});

async function readAll(at: Date): Promise<Read[]> {
  const read: Read[] = [];
  let seconds = 0;
  for (const { file, feed, contentType, after } of manifest.dispatches) {
    seconds += after;
    const arrives = new Date(at.getTime() + seconds * 1_000);
    const bytes = Buffer.from(renderDispatch(await readFile(join(demoFolder(), file), 'utf8'), at));
    const parsed = await parseTransmission({ bytes, contentType, provider: feed, receivedAt: arrives });
    const dispatches = parsed.results.filter((result): result is Dispatch => !isRefusal(result));
    read.push({ file, feed, arrives, parsed, dispatches });
  }
  return read;
}

const all = (read = wire): Dispatch[] => read.flatMap(({ dispatches }) => dispatches);

function only(part: string): Dispatch {
  const [found, ...others] = wire
    .filter(({ file }) => file.includes(part))
    .flatMap((read) => read.dispatches);
  if (found === undefined || others.length > 0) throw new Error(`${part} names not one dispatch`);
  return found;
}

function countBy<T>(values: readonly T[], name: (value: T) => string | undefined): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) {
    const key = name(value) ?? 'none';
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

/** Versions of each story that the wire sends in more than one, in order of arrival. */
function chains(read = wire): Record<string, string[]> {
  const stories = new Map<string, Dispatch[]>();
  for (const dispatch of all(read)) {
    const { story, basis } = dispatch.identity;
    if (basis === 'declared') stories.set(story, [...(stories.get(story) ?? []), dispatch]);
  }
  return Object.fromEntries(
    [...stories]
      .filter(([, versions]) => versions.length > 1)
      .map(([story, versions]) => [
        story.split(':').at(-1) ?? story,
        versions.map(({ item, signal }) => `${item.version ?? ''} ${signal}`),
      ]),
  );
}

describe('the times of a demo dispatch', () => {
  it.each([
    ['{{-35m}}', '2026-10-03T20:45:00Z'],
    ['{{+2h}}', '2026-10-03T23:20:00Z'],
    ['{{-30s}}', '2026-10-03T21:19:30Z'],
    ['{{-35m:rfc822}}', 'Sat, 03 Oct 2026 20:45:00 GMT'],
    ['{{-35m:compact}}', '20261003T204500Z'],
    ['{{-1d:day}}', '20261002'],
    ['{{-35m:dateline-fr}}', '3 octobre'],
    ['{{-2d:dateline-fr}}', '1er octobre'],
    ['{{-35m:dateline-de}}', '3. Oktober'],
    ['{{-35m:dateline-es}}', '3 oct'],
    ['{{-35m:dateline-en}}', 'Oct 3'],
    ['{{-35m:weekday-fr}}', 'samedi'],
    ['{{+1d:weekday-en}}', 'Sunday'],
  ])('writes %s as %s', (template, rendered) => {
    expect(renderDispatch(`at ${template}.`, now)).toBe(`at ${rendered}.`);
  });

  it('writes the day of every month so that a dateline is understood', async () => {
    for (let month = 0; month < 12; month++) {
      for (const language of ['en', 'fr', 'de', 'es']) {
        const day = new Date(Date.UTC(2026, month, 14, 12));
        const place = renderDispatch(`Nordsiel, {{-0s:dateline-${language}}} (Ostkurier) –`, day);
        const text = `${place} ${'Der Deich von Nordsiel hält auch bei Sturm. '.repeat(4)}`;
        const { results } = await parseTransmission({ bytes: Buffer.from(text), receivedAt: day });
        const dates = results.map((result) => (isRefusal(result) ? result : result.editorial.dateline?.date));
        expect([place, ...dates]).toEqual([place, day.toISOString().slice(0, 10)]);
      }
    }
  });

  it.each(['{{35m}}', '{{-35x}}', '{{-35m:roman}}', '{{-35m:dateline-xx}}', '{{now}}'])(
    'refuses %s',
    (template) => {
      expect(() => renderDispatch(template, now)).toThrow(expect.objectContaining({ code: 'demo_invalid' }));
    },
  );
});

describe('the demo wire', () => {
  it('names every file of its folder and no other', async () => {
    const files = (await readdir(demoFolder())).filter((name) => name !== 'manifest.yaml');
    expect([...new Set(manifest.dispatches.map(({ file }) => file))].sort()).toEqual(files.sort());
  });

  it('sends thirty dispatches at once and ten more within half a minute', () => {
    const pauses = manifest.dispatches.map(({ after }) => after);
    expect(pauses.slice(0, 30)).toEqual(Array.from({ length: 30 }, () => 0));
    expect(pauses.slice(30).every((pause) => pause > 0)).toBe(true);
    expect(pauses).toHaveLength(40);
    expect(pauses.reduce((sum, pause) => sum + pause)).toBe(30);
  });

  it('comes by six agencies, in four languages and seven formats', () => {
    expect(manifest.feeds.map(({ id }) => id).sort()).toEqual(
      [...new Set(wire.map(({ feed }) => feed))].sort(),
    );
    expect(manifest.feeds).toHaveLength(6);
    expect(countBy(all(), ({ text }) => text.language?.slice(0, 2))).toEqual({
      de: 12,
      en: 10,
      es: 11,
      fr: 13,
    });
    expect(countBy(wire, ({ parsed }) => parsed.format)).toEqual({
      'newsml-g2': 15,
      'ninjs-1': 6,
      'ninjs-2': 5,
      'ninjs-3': 2,
      rss: 2,
      atom: 1,
      text: 9,
    });
  });

  it('is read whole, in the language that each dispatch declares', () => {
    const refused = wire.filter(({ parsed }) => parsed.results.some(isRefusal)).map(({ file }) => file);
    expect(refused).toEqual([expect.stringContaining('sudpresse-coupe')]);
    const expected = new Set(['date_inferred']);
    expect(all().flatMap(({ warnings }) => warnings.filter(({ code }) => !expected.has(code)))).toEqual([]);
  });

  it('tells its times in the order of arrival, none later than the moment when it arrives', () => {
    let last = '';
    for (const { file, arrives, dispatches } of wire) {
      const times = dispatches.flatMap(({ identity }) => identity.versionCreated ?? []).sort();
      const newest = times.at(-1);
      if (newest === undefined) continue;
      expect(`${file} ${Date.parse(newest) <= arrives.getTime()}`).toBe(`${file} true`);
      expect(`${file} ${newest >= last}`).toBe(`${file} true`);
      last = newest;
    }
  });

  it('keeps the versions of a story together when they span midnight', async () => {
    expect(chains(await readAll(new Date('2026-10-04T00:59:50.000Z')))).toEqual(chains());
  });

  it('shows no dispatch as a day old when it is loaded just after midnight', async () => {
    const at = new Date('2026-10-04T00:10:00.000Z');
    const oldest = Math.min(
      ...all(await readAll(at)).map(({ item }) => Date.parse(item.versionCreated ?? '')),
    );
    expect((at.getTime() - oldest) / 3_600_000).toBeLessThan(5);
  });

  it('writes ordinary dispatches of sixty to two hundred and twenty words', () => {
    const odd = all()
      .filter(({ signal, item }) => signal !== 'kill' && item.urgency !== 1)
      .map(({ item, text }) => ({ headline: mainHeadline(item), words: text.plain.split(/\s+/).length }))
      .filter(({ words }) => words < 60 || words > 220);
    expect(odd).toEqual([]);
  });
});

describe('what the demo wire has to show', () => {
  it('has stories in several versions, a correction and a kill', () => {
    expect(chains()).toEqual({
      'NW-1100': ['1 new', '2 update', '3 update', '4 correction'],
      'NW-1005': ['1 new', '2 update'],
      'SP-2001': ['1 new', '2 update', '3 update'],
      'OK-4001': ['1 new', '2 update', '3 update'],
      'AF-3001': ['1 new', '2 kill'],
      'AF-3003': ['1 new', '2 update', '3 update'],
    });
    expect(only('alcalde-anulacion').item.pubStatus).toBe('canceled');
  });

  it('holds a prize back until two hours after loading', () => {
    expect(only('preis').embargo).toMatchObject({ state: 'until', until: '2026-10-03T23:20:00Z' });
    expect(all().filter(({ embargo }) => embargo !== undefined)).toHaveLength(1);
  });

  it('withholds a report that waits for its lawyers', () => {
    const withheld = all().filter(({ item }) => item.pubStatus === 'withheld');
    expect(withheld.map(({ signal }) => signal)).toEqual(['withhold']);
  });

  it('opens a story with an alert of one line', () => {
    const { item, text } = only('ferry-flash');
    expect(item.urgency).toBe(1);
    expect(text.plain).not.toContain('\n');
  });

  it.each([
    ['sudpresse-musee', 'musee-reprise'],
    ['ostkurier-auktion', 'auktion-reprise'],
  ])('has the text of %s a second time under another agency, in other typography', (one, other) => {
    expect(only(other).text.plain).not.toBe(only(one).text.plain);
    expect(textKey(only(other).text.plain)).toBe(textKey(only(one).text.plain));
  });

  it('sends one text again as it was', () => {
    const files = manifest.dispatches.map(({ file }) => file);
    expect(files.filter((file) => file.includes('feria-libro'))).toHaveLength(2);
  });

  it('has tables that stay tables', () => {
    const tables = all().filter(({ item }) => item.bodies?.some(({ value }) => value?.includes('<table>')));
    expect(tables.map(({ format }) => format)).toEqual(['newsml-g2', 'ninjs-1']);
  });

  it('reads the page of an outlet down to its report', () => {
    const { item, editorial, text } = only('page-phare');
    expect(mainHeadline(item)).toBe(
      'Le phare de Kermadec sera transformé en résidence pour artistes, malgré l’opposition des pêcheurs',
    );
    expect(editorial.dateline).toMatchObject({
      place: 'Kermadec',
      date: '2026-10-03',
      agencies: ['Halte Presse'],
    });
    expect(text.plain.split('\n\n')).toHaveLength(5);
    expect(text.plain).not.toMatch(/Lire aussi|Archives|dernier chalutier|Article|Suivez/);
    expect(item.associations?.filter(({ type }) => type === 'picture')).toHaveLength(1);
  });

  it('has a place, a day and the agency in the datelines of its plain texts', () => {
    const texts = all().filter(({ format }) => format === 'text');
    for (const { editorial } of texts) {
      expect(editorial.dateline?.date).toBe('2026-10-03');
      expect(['Agencia Faro', 'Halte Presse', 'Inselpost']).toContain(editorial.dateline?.agencies[0]);
    }
  });

  it('ends one broken document in quarantine', () => {
    const broken = wire.find(({ file }) => file.includes('sudpresse-coupe'));
    expect(broken?.parsed.results).toEqual([
      { format: 'newsml-g2', rejected: { code: 'xml_malformed', detail: expect.any(String) } },
    ]);
  });
});

describe('playing the demo wire', () => {
  const twoOf = ({ feeds, dispatches }: DemoManifest, after: number): DemoManifest => ({
    feeds: feeds.slice(0, 1),
    dispatches: dispatches.slice(0, 2).map((dispatch, index) => ({ ...dispatch, after: index * after })),
  });

  it('makes the feeds, then pushes every dispatch rendered', async () => {
    const calls: string[] = [];
    const count = await playDemo({
      manifest: twoOf(manifest, 0),
      now,
      createFeed: async ({ id, provider, kind }) => void calls.push(`${kind} ${provider} ${id}`),
      push: async ({ feed, bytes, contentType }) => {
        expect(bytes.toString()).not.toContain('{{');
        calls.push(`${feed} ${contentType}`);
      },
      signal: new AbortController().signal,
    });
    expect(count).toBe(2);
    expect(calls).toEqual([
      'push nordwire nordwire',
      'agencia-faro text/plain; charset=utf-8',
      'halte-presse application/rss+xml; charset=utf-8',
    ]);
  });

  it('stops in the middle of a pause when it is told to', async () => {
    const stopping = new AbortController();
    const count = await playDemo({
      manifest: twoOf(manifest, 60),
      now,
      createFeed: async () => {},
      push: async () => {
        setTimeout(() => stopping.abort(), 10);
      },
      signal: stopping.signal,
    });
    expect(count).toBe(1);
  });

  it('fails with the reason when a push is refused', async () => {
    const playing = playDemo({
      manifest: twoOf(manifest, 0),
      now,
      createFeed: async () => {},
      push: () => Promise.reject(new Error('refused')),
      signal: new AbortController().signal,
    });
    await expect(playing).rejects.toThrow('refused');
  });
});
