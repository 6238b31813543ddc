import { describe, expect, it } from '@jest/globals';
import { defaultProfile, profileById } from '../profiles/index.js';
import { embargoFromWords, opensWithEmbargo } from './embargo-words.js';
import { takeMarks } from './headline-marks.js';
import { killTargets } from './kill-targets.js';
import { signalFromWords } from './signal-words.js';

const profile = defaultProfile();
const ofHeadline = (headline: string) =>
  signalFromWords({ headline, firstLines: [], profile })?.signal ?? 'new';

describe('the signal in a headline', () => {
  it.each([
    ['UPDATE 2-Ferry runs aground', 'update', 'Ferry runs aground'],
    ['WRAPUP 3-Markets calm', 'update', 'Markets calm'],
    ['CORRECTED-Ferry runs aground', 'correction', 'Ferry runs aground'],
    ['REFILE-Ferry runs aground', 'correction', 'Ferry runs aground'],
    ['RPT-Ferry runs aground', 'resend', 'Ferry runs aground'],
    ['(RPT) Ferry runs aground', 'resend', 'Ferry runs aground'],
    ['STORY WITHDRAWN-Ferry runs aground', 'kill', 'Ferry runs aground'],
    ['KILL: Ferry runs aground', 'kill', 'Ferry runs aground'],
    ['ANNULATION - Le ministre démissionne', 'kill', 'Le ministre démissionne'],
    ['ANULACIÓN: El ministro dimite', 'kill', 'El ministro dimite'],
    ['Berichtigung: Werft streicht Stellen', 'correction', 'Werft streicht Stellen'],
    ['Korrektur – Werft streicht Stellen', 'correction', 'Werft streicht Stellen'],
    ['CORRECCIÓN: La huelga sigue', 'correction', 'La huelga sigue'],
    ['AMP2.- La huelga sigue', 'update', 'La huelga sigue'],
    ['Des digues cèdent - RECTIFICATIF -', 'correction', 'Des digues cèdent'],
    ['Des digues cèdent (CORRECT)', 'correction', 'Des digues cèdent'],
    ['2ND LEAD: Quake hits island', 'update', 'Quake hits island'],
    ['HOLD HOLD HOLD', 'withhold', ''],
    ['URGENT: CORRECTION: Quake hits island', 'correction', 'Quake hits island'],
    ['ADVISORY-Coverage of the summit', 'advisory', 'Coverage of the summit'],
  ])('%s means %s', (headline, signal, rest) => {
    expect(signalFromWords({ headline, firstLines: [], profile })).toMatchObject({ signal, headline: rest });
  });

  it.each([
    'Kill Bill returns to cinemas',
    'Annulation : le festival de jazz renonce à son édition',
    'Correction facility to close',
    'Update on the budget is due',
    'Neu: Ein Park für alle',
    'Rappel : le produit est dangereux',
    'Hold on tight, says the minister',
    'KILLER whales return',
    'FLASH: President resigns',
    'Sechs Tote (2 Kinder)',
  ])('%s is a headline like any other', (headline) => {
    expect(ofHeadline(headline)).toBe('new');
  });

  it('counts the number behind a title only for those who number titles', () => {
    const belga = profileById('belga') ?? profile;
    expect(takeMarks('Acties bij de post (2)', { numberedTitles: belga.numberedTitles }).meanings).toEqual([
      'update',
    ]);
    expect(takeMarks('Acties bij de post (2)').meanings).toEqual([]);
  });
});

describe('the signal in the first lines and in notes', () => {
  it.each([
    ['KILL KILL KILL', 'kill'],
    ['(Adds comments, details)', 'update'],
    ['(Corrects spelling of name)', 'correction'],
    ['(Repeats without change)', 'resend'],
    ['(Berichtigung: neuer Name im zweiten Absatz)', 'correction'],
    ['Please kill item NordWire 157, sent at 10:15.', 'kill'],
    ['Bitte nicht verwenden.', 'kill'],
  ])('%s means %s', (line, signal) => {
    expect(signalFromWords({ firstLines: [line], profile })?.signal).toBe(signal);
  });

  it.each([
    ['Eds: Adds quotes from the mayor.', 'update'],
    ['UPDATES with quotes', 'update'],
    ['Cette dépêche annule et remplace la précédente', 'update'],
    ['A kill is mandatory.', 'kill'],
  ])('the note %s means %s', (edNote, signal) => {
    expect(signalFromWords({ edNote, firstLines: [], profile })?.signal).toBe(signal);
  });

  it('is not read out of a report about a withdrawn story', () => {
    const firstLines = [
      'The newspaper said on Monday that its report on the loan has been withdrawn. '.repeat(20),
    ];
    expect(signalFromWords({ firstLines, profile })).toBeUndefined();
  });
});

describe('what a kill names', () => {
  it('is found by number, id and title', () => {
    const notice =
      'Please kill item NordWire 157, urn:newsml:nordwire.example:20240514:77, headlined “Minister quits over loan”.';
    expect(killTargets('', notice)).toEqual([
      'urn:newsml:nordwire.example:20240514:77',
      'NordWire 157',
      'Minister quits over loan',
    ]);
  });

  it('is nothing when the notice names nothing', () => {
    expect(killTargets('', 'Please kill our last item.')).toEqual([]);
  });
});

describe('an embargo in words', () => {
  const options = { receivedAt: new Date('2024-05-14T06:00:00Z'), zone: 'Europe/Paris' };

  it.each([
    ['EMBARGOED UNTIL 14 May 2024 18:00 GMT', '2024-05-14T18:00:00Z'],
    ['EMBARGOED until 1800 GMT 14 May 2024', '2024-05-14T18:00:00Z'],
    ['EMBARGOED TO 0001 Tuesday May 14 2024', '2024-05-13T22:01:00Z'],
    ['Sous embargo jusqu’au 14 mai 2024 à 18h00', '2024-05-14T16:00:00Z'],
    ['SPERRFRIST: 14. Mai 2024, 18:00 Uhr', '2024-05-14T16:00:00Z'],
    ['Embargo hasta el 14 de mayo de 2024, 18:00', '2024-05-14T16:00:00Z'],
  ])('%s holds until %s', (text, until) => {
    expect(embargoFromWords(text, options)).toMatchObject({ state: 'until', until });
  });

  it.each([
    'EMBARGOED until 1800 GMT',
    'Sperrfrist: Dienstag, 18 Uhr',
    'embargo tomorrow noon',
    'UNDER EMBARGO',
    'EMBARGOED UNTIL 14 May 2024',
  ])('%s fails closed', (text) => {
    expect(embargoFromWords(text, options)?.state).toBe('unreadable');
  });

  it('may be without an end, or lifted', () => {
    expect(embargoFromWords('EMBARGOED until further notice', options)?.state).toBe('indefinite');
    expect(embargoFromWords('Sperrfrist aufgehoben', options)?.state).toBe('lifted');
  });

  it('is not seen in a report about an arms embargo', () => {
    expect(opensWithEmbargo('The arms embargo was extended until 2026.')).toBe(false);
    expect(opensWithEmbargo('EMBARGOED UNTIL 18:00')).toBe(true);
    expect(embargoFromWords('A quiet day', options)).toBeUndefined();
  });
});
