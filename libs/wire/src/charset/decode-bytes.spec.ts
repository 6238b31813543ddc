import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeBytes } from './decode-bytes.js';

const bytes = (...parts: (number | string)[]): Uint8Array =>
  Buffer.concat(
    parts.map((part) => (typeof part === 'number' ? Buffer.from([part]) : Buffer.from(part, 'utf8'))),
  );
const latin = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const utf16 = (text: string, swap = false): Uint8Array => {
  const buffer = Buffer.from(text, 'utf16le');
  return swap ? buffer.swap16() : buffer;
};
const c1 = /[\u0080-\u009f]/;

describe('decoding bytes', () => {
  it('reads windows-1252 quotes, dashes and the euro under a Latin-1 label', () => {
    const document = bytes(
      '<?xml version="1.0" encoding="ISO-8859-1"?><p>',
      0x93,
      'Hi',
      0x94,
      ' ',
      0x96,
      ' 5',
      0x80,
      '</p>',
    );
    const decoded = decodeBytes(document);
    expect(decoded.text).toContain('“Hi” – 5€');
    expect(decoded).toMatchObject({ name: 'windows-1252', basis: 'document', suspect: false });
  });

  it.each(['iso-8859-1', 'latin1', 'us-ascii', 'windows-1252'])(
    'leaves no C1 control of all 256 bytes under %s',
    (label) => {
      const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
      const { text } = decodeBytes(all, { contentType: `text/plain; charset=${label}` });
      expect(text).not.toMatch(c1);
      expect(text).toContain('€');
      expect(text).toContain('‚ƒ„…†‡ˆ‰Š‹Œ');
      expect(text).toContain('‘’“”•–—˜™š›œ');
      expect(text.endsWith('ðñòóôõö÷øùúûüýþÿ')).toBe(true);
    },
  );

  it('reads every byte of windows-1252 as the standard says, whatever the runtime does', () => {
    const upper = '€\uFFFD‚ƒ„…†‡ˆ‰Š‹Œ\uFFFDŽ\uFFFD\uFFFD‘’“”•–—˜™š›œ\uFFFDžŸ';
    for (let byte = 0x80; byte <= 0xff; byte++) {
      const expected = byte <= 0x9f ? upper.charAt(byte - 0x80) : String.fromCharCode(byte);
      expect(decodeBytes(Uint8Array.of(0x61, byte)).text).toBe(`a${expected}`);
    }
  });

  it('knows what ISO-8859-15 has and Latin-1 has not', () => {
    const { text } = decodeBytes(bytes(0xa4, 0xbd), { profileCharset: 'iso-8859-15' });
    expect(text).toBe('€œ');
  });

  it.each([
    ['with a mark, little-endian', bytes(0xff, 0xfe), false],
    ['without a mark, little-endian', new Uint8Array(), false],
    ['with a mark, big-endian', bytes(0xfe, 0xff), true],
    ['without a mark, big-endian', new Uint8Array(), true],
  ])('reads UTF-16 %s', (_, mark, swap) => {
    const document = '<?xml version="1.0" encoding="UTF-16"?><rss>Škoda</rss>';
    expect(decodeBytes(Buffer.concat([mark, utf16(document, swap)])).text).toBe(document);
  });

  it('strips one byte order mark, and drops further ones inside', () => {
    const json = '{"uri":"urn:nw:1"}';
    expect(decodeBytes(bytes(0xef, 0xbb, 0xbf, json)).text).toBe(json);
    expect(decodeBytes(bytes(0xef, 0xbb, 0xbf, 0xef, 0xbb, 0xbf, json)).text).toBe(json);
  });

  it('believes the document before the header', () => {
    const document = bytes('<?xml version="1.0" encoding="UTF-8"?><t>Škoda</t>');
    const decoded = decodeBytes(document, { contentType: 'text/xml;charset=us-ascii' });
    expect(decoded.text).toContain('Škoda');
    expect(decoded).toMatchObject({ name: 'utf-8', basis: 'document', suspect: false });
  });

  it('reads a declared Cyrillic charset', () => {
    const document = Buffer.concat([
      latin('<?xml version="1.0" encoding="windows-1251"?><t>'),
      Uint8Array.of(0xcc, 0xee, 0xf1, 0xea, 0xe2, 0xe0),
      latin('</t>'),
    ]);
    expect(decodeBytes(document).text).toContain('Москва');
  });

  it('does not believe a single-byte declaration over accents that form UTF-8', () => {
    const decoded = decodeBytes(bytes('<?xml version="1.0" encoding="iso-8859-1"?><t>Café fermé</t>'));
    expect(decoded.text).toContain('Café fermé');
    expect(decoded).toMatchObject({ name: 'utf-8', suspect: true });
  });

  it('does not believe a UTF-8 declaration over bytes that are none', () => {
    const decoded = decodeBytes(latin('<?xml version="1.0" encoding="utf-8"?><t>Caf\u00e9 ferm\u00e9</t>'));
    expect(decoded.text).toContain('Café fermé');
    expect(decoded).toMatchObject({ name: 'windows-1252', suspect: true });
  });

  it('keeps UTF-8 with one broken byte, and says so', () => {
    const sound = 'Ein schöner Tag für Würzburg, sagte Jörg Müller über Köln. '.repeat(3);
    const decoded = decodeBytes(Buffer.concat([bytes(sound), Uint8Array.of(0xe4), bytes(' Ende')]));
    expect(decoded.text).toContain('schöner');
    expect(decoded).toMatchObject({ name: 'utf-8', suspect: true });
  });

  it('marks text that was encoded twice and does not rewrite it', () => {
    const decoded = decodeBytes(bytes('CafÃ© fermÃ©'));
    expect(decoded).toMatchObject({ text: 'CafÃ© fermÃ©', suspect: true });
  });

  it('drops and counts what is illegal in XML', () => {
    expect(decodeBytes(bytes('Budget', 4, ' vote', 0x0b, 0x0c, 0, '\t\n'))).toMatchObject({
      text: 'Budget vote\t\n',
      removedControls: 4,
    });
  });

  it('ignores labels that nobody knows', () => {
    expect(decodeBytes(bytes('Škoda'), { contentType: 'text/plain; charset=x-nonsense' }).text).toBe('Škoda');
  });

  it('gives well-formed text without controls for any bytes under any label', () => {
    const labels = fc.constantFrom(
      undefined,
      'utf-8',
      'iso-8859-1',
      'windows-1251',
      'utf-16',
      'shift_jis',
      'iso-2022-jp',
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), labels, (input, label) => {
        const { text } = decodeBytes(
          input,
          label === undefined ? {} : { contentType: `text/plain; charset=${label}` },
        );
        expect(text.isWellFormed()).toBe(true);
        expect(text).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/);
      }),
    );
  });
});
