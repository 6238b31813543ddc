import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isRefusal, mainHeadline, type Dispatch, type NinjsAssociation } from '#contracts';
import { parseTransmission } from '#wire';
import { z } from 'zod';
import { check, equal, type Check } from './check.js';

const expectations = z.object({
  receivedAt: z.iso.datetime({ offset: true }),
  headline: z.string(),
  language: z.string(),
  dateline: z.object({ place: z.string(), date: z.string(), agencies: z.array(z.string()) }),
  paragraphs: z.number(),
  bodyStartsWith: z.string(),
  bodyEndsWith: z.string(),
  bodyNotContains: z.array(z.string()),
  pictures: z.number(),
  creditContains: z.string(),
  captionContains: z.string(),
});

/** The first real input of the system: a scraped page that must become one clean item. */
export async function checkSeed(folder: string): Promise<Check[]> {
  const source = await readFile(join(folder, 'dispatch.txt'), 'utf8');
  const wanted = expectations.parse(JSON.parse(await readFile(join(folder, 'expected.json'), 'utf8')));
  const receivedAt = new Date(wanted.receivedAt);
  const items = await itemsOf(source, receivedAt);
  const [item] = items;
  if (item === undefined) return [check('seed: one item', false, items.length)];

  const { plain } = item.text;
  const paragraphs = plain.split('\n\n');
  const pictures = (item.item.associations ?? []).filter(({ type }) => type === 'picture');
  const texts = pictures.map(textsOf).join('\n');
  const captions = pictures
    .flatMap(({ descriptions }) => descriptions ?? [])
    .filter(({ value }) => value.includes(wanted.captionContains));
  const plainer = (await itemsOf(plainTypography(source), receivedAt))[0];
  return [
    equal('seed: items', items.length, 1),
    equal('seed: headline', mainHeadline(item.item), wanted.headline),
    equal('seed: language', item.item.language, wanted.language),
    equal('seed: dateline place', item.editorial.dateline?.place, wanted.dateline.place),
    equal('seed: dateline date', item.editorial.dateline?.date, wanted.dateline.date),
    equal('seed: dateline agencies', item.editorial.dateline?.agencies, wanted.dateline.agencies),
    equal('seed: paragraphs', paragraphs.length, wanted.paragraphs),
    check('seed: body begins', plain.startsWith(wanted.bodyStartsWith), plain.slice(0, 80)),
    check('seed: body ends', plain.endsWith(wanted.bodyEndsWith), plain.slice(-80)),
    ...wanted.bodyNotContains.map((part) => check(`seed: body without ${part}`, !plain.includes(part), part)),
    ...paragraphs.map((paragraph, index) =>
      check(`seed: typography of paragraph ${index + 1}`, source.includes(paragraph), paragraph),
    ),
    equal('seed: pictures', pictures.length, wanted.pictures),
    check('seed: credit', texts.includes(wanted.creditContains), texts),
    check('seed: caption', texts.includes(wanted.captionContains), texts),
    equal('seed: caption once', captions.length, 1),
    equal('seed: same story with plain typography', plainer?.identity.story, item.identity.story),
  ];
}

async function itemsOf(text: string, receivedAt: Date): Promise<Dispatch[]> {
  const bytes = new TextEncoder().encode(text);
  const { results } = await parseTransmission({
    bytes,
    receivedAt,
    profile: 'cinktank',
    contentType: 'text/plain',
  });
  return results.filter((result): result is Dispatch => !isRefusal(result));
}

/** What people read of a picture. */
function textsOf({
  headlines,
  descriptions,
  by,
  copyrightHolder,
  copyrightNotice,
  infoSources,
}: NinjsAssociation): string {
  return [
    ...(headlines ?? []).map(({ value }) => value),
    ...(descriptions ?? []).map(({ value }) => value),
    by,
    copyrightHolder,
    copyrightNotice,
    ...(infoSources ?? []).map(({ name }) => name),
  ]
    .filter((text) => text !== undefined)
    .join('\n');
}

/** The same copy as a terminal without typography would send it. */
function plainTypography(text: string): string {
  return text
    .replaceAll(/[’‘]/g, "'")
    .replaceAll(/[“”«»]/g, '"')
    .replaceAll(/[–—]/g, '-')
    .replaceAll(/[\u00a0\u202f\u2009]/g, ' ');
}
