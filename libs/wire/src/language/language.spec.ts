import { beforeAll, describe, expect, it } from '@jest/globals';
import { detectLanguage, loadLanguageDetector } from './detect.js';
import { normaliseLanguage, sameLanguage } from './normalise.js';

describe('a language tag', () => {
  it.each([
    ['fr-FR', 'fr-FR'],
    ['FR', 'fr'],
    ['FR_fr', 'fr-FR'],
    ['fre', 'fr'],
    ['swe', 'sv'],
    ['nl-nl', 'nl-NL'],
    ['zh-hant-tw', 'zh-Hant-TW'],
    ['German', 'de'],
    [' en-us ', 'en-US'],
  ])('%s becomes %s', (tag, expected) => {
    expect(normaliseLanguage(tag)).toBe(expected);
  });

  it.each(['', 'B', 'und', 'mul', 'zxx', 'de utf', '!!', 'language'])('%j is none', (tag) => {
    expect(normaliseLanguage(tag)).toBeUndefined();
  });

  it('is not contradicted by a look-alike', () => {
    expect(sameLanguage('nb-NO', 'da')).toBe(true);
    expect(sameLanguage('en', 'fr')).toBe(false);
  });
});

describe('detecting a language', () => {
  beforeAll(loadLanguageDetector);

  it.each([
    [
      'fr',
      'Le conseil municipal de la ville a adopté mardi soir un budget en hausse de trois pour cent, a annoncé la maire à la presse.',
    ],
    [
      'de',
      'Der Stadtrat hat am Dienstagabend einen Haushalt beschlossen, der um drei Prozent wächst, wie die Bürgermeisterin mitteilte.',
    ],
    [
      'es',
      'El ayuntamiento aprobó el martes por la noche un presupuesto que crece un tres por ciento, según anunció la alcaldesa a la prensa.',
    ],
    [
      'en',
      'The town council passed a budget that grows by three per cent on Tuesday night, the mayor told reporters after the meeting.',
    ],
  ])('%s is found and reliable in a sentence of a report', (language, text) => {
    expect(detectLanguage(text)).toEqual({ language, reliable: true });
  });

  it('is not tried on three words', () => {
    expect(detectLanguage('Prix du blé')).toBeUndefined();
  });
});
