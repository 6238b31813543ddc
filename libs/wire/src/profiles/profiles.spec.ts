import { describe, expect, it } from '@jest/globals';
import { allLanguageWords } from '../text/wire-words.js';
import { defaultProfile, loadProfiles, profileById, profileOf, recogniseProfile, splitId } from './index.js';

const required = (id: string) => {
  const profile = profileById(id);
  if (profile === undefined) throw new Error(`no profile ${id}`);
  return profile;
};

describe('the built-in profiles', () => {
  it('are all valid and named as their id', () => {
    expect([...loadProfiles().keys()]).toEqual(
      expect.arrayContaining([
        'default',
        'cinktank',
        'afp',
        'ap',
        'dpa',
        'reuters',
        'efe',
        'europapress',
        'ansa',
        'tt',
        'stt',
        'belga',
        'aap',
        'pa',
      ]),
    );
    for (const [id, profile] of loadProfiles()) {
      expect(profile.id).toBe(id);
      expect(profile.hash).toMatch(/^[0-9a-f]{64}$/);
    }
  });

  it('never let a usable version bring a killed story back by themselves', () => {
    for (const profile of loadProfiles().values()) expect(profile.reinstates).toBe(false);
  });

  it.each([
    [
      'afp',
      'urn:newsml:afp.com:20150304T101500Z:TX-PAR-ABC12:1',
      'urn:newsml:afp.com:20150304T101500Z:TX-PAR-ABC12',
      '1',
    ],
    [
      'reuters',
      'tag:reuters.com,2018:newsml_MTZXAA11BBCC22:2',
      'tag:reuters.com,2018:newsml_MTZXAA11BBCC22',
      '2',
    ],
    [
      'reuters',
      'tag_reuters.com_2016_newsml_L1N0CC2DD_version_1400000001',
      'tag:reuters.com,2016:newsml_L1N0CC2DD',
      '1400000001',
    ],
    ['ats', 'urn:newsml:www.sda-ats.ch:20190604:bsf999:1N', 'urn:newsml:www.sda-ats.ch:20190604:bsf999', '1'],
    [
      'anp',
      'urn:newsml:anp.nl:20181211:ANPX-111218-999:2',
      'urn:newsml:anp.nl:20181211:ANPX-111218-999',
      '2',
    ],
    [
      'dpa',
      'urn:newsml:dpa.com:20090101:240924-930-999999',
      'urn:newsml:dpa.com:20090101:240924-930-999999',
      undefined,
    ],
  ])('%s takes %s apart', (id, whole, key, version) => {
    expect(splitId(whole, required(id))).toEqual(version === undefined ? { key } : { key, version });
  });
});

describe('recognising the provider of a document', () => {
  it.each([
    ['<newsItem guid="tag:reuters.com,0000:newsml_X1">', 'reuters'],
    ['{"uri":"urn:newsml:dpa.com:20090101:240923-930-1"}', 'dpa'],
    ['<provider literal="ANSA"/>', 'ansa'],
    ['Titre\n\nLyon, 3 juin (Cinktank.com) –\n\nTexte, selon (AFP)', 'cinktank'],
    ['Titel\n\nBerlin (dpa) - Text', 'dpa'],
    ['Titel\n\nLorsund (Ostkurier) - Text', 'default'],
    ['{"headline":"A report about AFP"}', 'default'],
  ])('%s is of %s', (text, id) => {
    expect(recogniseProfile(text).id).toBe(id);
  });
});

describe('a profile of an operator', () => {
  const data = { id: 'ostkurier', name: 'Ostkurier', provider: 'ostkurier', zone: 'Europe/Berlin' };

  it('gets the usual values where it says nothing', () => {
    expect(profileOf(data)).toMatchObject({ emptyEmbargo: 'indefinite', reinstates: false, agencies: [] });
  });

  it('has a hash of its content, not of the order of its members', () => {
    const { id, ...rest } = data;
    expect(profileOf({ ...rest, id }).hash).toBe(profileOf(data).hash);
    expect(profileOf({ ...data, zone: 'Europe/Vienna' }).hash).not.toBe(profileOf(data).hash);
  });

  it.each([
    [{ ...data, id: 'Not A Slug' }],
    [{ ...data, unknown: true }],
    [{ ...data, tails: ['(unclosed'] }],
    [{ ...data, reinstates: 'yes' }],
  ])('is refused when it is not valid: %j', (wrong) => {
    expect(() => profileOf(wrong)).toThrow();
  });
});

describe('the word lists', () => {
  it('are there for the languages that pages and wires come in', () => {
    expect(allLanguageWords().map(({ language }) => language)).toEqual(
      expect.arrayContaining(['de', 'en', 'es', 'fr', 'it', 'nl', 'pt']),
    );
  });

  it('read copy of unknown origin too', () => {
    expect(defaultProfile().id).toBe('default');
  });
});
