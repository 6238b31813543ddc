import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { defaultProfile, profileById } from '../profiles/index.js';
import { readDateline } from './dateline.js';

const receivedAt = new Date('2022-05-24T06:00:00Z');
const read = (...blocks: string[]) => readDateline(blocks, defaultProfile(), receivedAt);

describe('a dateline', () => {
  it.each([
    ['Paris, 21 jan 2019 (AFP) - Le texte', 'Paris', '2019-01-21', 'AFP'],
    ['Strasbourg, 10 juil 2024 (AFP) Le texte', 'Strasbourg', '2024-07-10', 'AFP'],
    ['STOCKHOLM, Aug 29, 2014 (AFP) - The text', 'STOCKHOLM', '2014-08-29', 'AFP'],
    ['LIMA, Jan 21 (Reuters) - The text', 'LIMA', '2022-01-21', 'Reuters'],
    ['DAMASCUS (Reuters) - The text', 'DAMASCUS', undefined, 'Reuters'],
    ['Jan 30 (Reuters) - Gold rose', undefined, '2022-01-30', 'Reuters'],
    ['SALVADOR, Feb 26 - The text', 'SALVADOR', '2022-02-26', ''],
    ['BUENOS AIRES, Argentina (AP) _ The text', 'BUENOS AIRES', undefined, 'AP'],
    ['CHATHAM, Mass. (AP) _ The text', 'CHATHAM', undefined, 'AP'],
    ['NEW YORK (AP) — The text', 'NEW YORK', undefined, 'AP'],
    ['Berlin (dpa) - Der Text', 'Berlin', undefined, 'dpa'],
    ['San Diego (tca/dpa) - Der Text', 'San Diego', undefined, 'tca dpa'],
    ['Paris (ats afp) Les violences', 'Paris', undefined, 'ats afp'],
    ['NAMUR 30/07 (BELGA) = Le texte', 'NAMUR', '2021-07-30', 'BELGA'],
    ['BRUXELLES 23/07 (AFP-DPA-REUTER) = Le texte', 'BRUXELLES', '2021-07-23', 'AFP DPA REUTER'],
    ['MAR-A-LAGO (ANP/AFP/DPA) - De tekst', 'MAR-A-LAGO', undefined, 'ANP AFP DPA'],
    ['Nueva Delhi, 21 ene (EFE).- El texto', 'Nueva Delhi', '2022-01-21', 'EFE'],
    ['San José (EFE).- El texto', 'San José', undefined, 'EFE'],
    ['MADRID 27 Nov. (EUROPA PRESS) - El texto', 'MADRID', '2021-11-27', 'EUROPA PRESS'],
    ['(ANSA) - ROMA, 1 LUG - TESTO', 'ROMA', '2021-07-01', 'ANSA'],
    ['Madrid (Spagna), 29 mag. (LaPresse) – Il testo', 'Madrid', '2021-05-29', 'LaPresse'],
    ['MOSCOW, January 21. /TASS/. The text', 'MOSCOW', '2022-01-21', 'TASS'],
    [
      '(Photo by X/Xinhua)DAR ES SALAAM, March 23 (Xinhua) — The text',
      'DAR ES SALAAM',
      '2022-03-23',
      'Xinhua',
    ],
    ['SAITAMA, Japan, Dec. 9 Kyodo - The text', 'SAITAMA', '2021-12-09', 'Kyodo'],
    ['SEOUL/BUSAN -- The text', 'SEOUL/BUSAN', undefined, ''],
    ['Mumbai, Dec 9 (PTI) Rahul said', 'Mumbai', '2021-12-09', 'PTI'],
    ['PERTH, Oct 3 AAP - The text', 'PERTH', '2021-10-03', 'AAP'],
    [
      'REGINA, Saskatchewan, Dec.  05, 2019  (GLOBE NEWSWIRE) -- The text',
      'REGINA',
      '2019-12-05',
      'GLOBE NEWSWIRE',
    ],
    [
      'BOULDER, Colorado, March 4, 2021 /PRNewswire-AsiaNet/ -- The text',
      'BOULDER',
      '2021-03-04',
      'PRNewswire-AsiaNet',
    ],
    [
      'Ciudad de México, 3 de mayo (Agencia Faro) - El texto',
      'Ciudad de México',
      '2022-05-03',
      'Agencia Faro',
    ],
    ['Hamburg, 12. März (Ostkurier) – Der Text', 'Hamburg', '2022-03-12', 'Ostkurier'],
    ['Hamburg (Ostkurier) – Der Text', 'Hamburg', undefined, 'Ostkurier'],
    ['Lyon, mardi 24 mai (Sudpresse) — Le texte', 'Lyon', '2022-05-24', 'Sudpresse'],
    [
      'Saint-Étienne, 1er mai (sudpresse.example) – Le texte',
      'Saint-Étienne',
      '2022-05-01',
      'sudpresse.example',
    ],
    ['Kiew, 23.05.2022 (Ostkurier) – Der Text', 'Kiew', '2022-05-23', 'Ostkurier'],
    ['LONDON — The text', 'LONDON', undefined, ''],
  ])('is known: %s', (block, place, date, agencies) => {
    const found = read(block);
    expect({
      place: found?.dateline.place,
      date: found?.dateline.date,
      agencies: found?.dateline.agencies.join(' '),
    }).toEqual({ place, date, agencies });
    expect(block.endsWith(found?.rest[0] ?? '?')).toBe(true);
    expect(found?.rest[0]).toMatch(/^\p{Lu}\p{L}*/u);
  });

  it.each([
    'Angela Merkel (CDU) - Die frühere Kanzlerin sprach.',
    'Boris Johnson (Conservative) - the former prime minister - spoke.',
    'Le ministre (PS) a dit non.',
    'M. Austin a présidé lundi la réunion.',
    'URGENT - Quake hits the coast',
    'Breaking — Something happened',
    'In den USA (und Kanada) - so heißt es - regnet es.',
    'The OECD (Organisation for Economic Co-operation and Development) said growth slowed.',
    'On May 5 - a Sunday - voters will decide.',
  ])('is not seen in: %s', (block) => {
    expect(read(block)).toBeUndefined();
  });

  it('names the country that stands behind the place', () => {
    expect(read('BUENOS AIRES, Argentina (AP) _ The text')?.dateline.country).toBe('Argentina');
    expect(read('Madrid (Spagna), 29 mag. (LaPresse) – Il testo')?.dateline.country).toBe('Spagna');
  });

  it('may stand on a line of its own, which is then no paragraph', () => {
    const found = read('Un titre', 'Paris, 23 mai (Sudpresse) –', 'Le texte.');
    expect(found).toMatchObject({ index: 1, rest: ['Un titre', 'Le texte.'] });
    expect(found?.dateline.text).toBe('Paris, 23 mai (Sudpresse) –');
  });

  it('is not looked for below the fifth block', () => {
    expect(read('a', 'b', 'c', 'd', 'e', 'Paris, 23 mai (Sudpresse) – Le texte')).toBeUndefined();
  });

  it('has the forms that a profile adds', () => {
    const profile = profileById('belga') ?? defaultProfile();
    const found = readDateline(['(Belga) Au 19 octobre, la mesure'], profile, receivedAt);
    expect(found?.dateline.agencies).toEqual(['Belga']);
  });

  it('is looked for in bounded time, whatever the text', () => {
    const pieces = fc.constantFrom(
      'A',
      ' ',
      'Paris',
      ', ',
      '(',
      ')',
      '/',
      '-',
      ' -- ',
      '12',
      ' mai',
      '.',
      'é',
      '«',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 400 }), (parts) => {
        const started = performance.now();
        read(parts.join(''));
        expect(performance.now() - started).toBeLessThan(250);
      }),
      { numRuns: 150 },
    );
  });
});
