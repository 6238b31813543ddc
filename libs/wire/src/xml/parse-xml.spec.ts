import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { cpuMilliseconds } from '../formats/support/cpu.testing.js';
import { attr, child, children, parseXml, rawTextOf, readXml, textOf, type XmlElement } from './index.js';

const lenient = (text: string): XmlElement => parseXml(text, { lenient: true });
const code = (text: string, options = {}): unknown => {
  try {
    parseXml(text, options);
    return 'read';
  } catch (error) {
    return (error as { code?: string }).code;
  }
};

describe('parseXml', () => {
  it('keeps mixed content in order', () => {
    const root = parseXml('<p>a <b>c</b> d</p>');
    expect(root.children.map((node) => (typeof node === 'string' ? node : node.local))).toEqual([
      'a ',
      'b',
      ' d',
    ]);
    expect(textOf(root)).toBe('a c d');
  });

  it('finds every document of several that were strung together, and leaves other elements behind the first aside', () => {
    const { root, roots, repaired } = readXml('<a>1</a>\n<?xml version="1.0"?><a>2</a><script>3</script>', {
      lenient: true,
    });
    expect(roots.map(textOf)).toEqual(['1', '2']);
    expect(textOf(root)).toBe('1');
    expect(repaired).toBeDefined();
    expect(readXml('<a/>').roots).toHaveLength(1);
  });

  it('knows prefixes and namespaces, declared or not', () => {
    const root = parseXml('<n:a xmlns:n="urn:n" xmlns="urn:d"><b rtr:type="x"/><o:c/></n:a>', {
      lenient: true,
    });
    expect(root).toMatchObject({ name: 'n:a', local: 'a', prefix: 'n', uri: 'urn:n' });
    expect(children(root).map(({ local, uri }) => [local, uri])).toEqual([
      ['b', 'urn:d'],
      ['c', ''],
    ]);
    expect(attr(child(root, 'b'), 'rtr:type')).toBe('x');
  });

  it('never turns ids and versions into numbers', () => {
    const root = parseXml(
      '<i><guid>00045E12</guid><version>007</version><long>20240514093000123456</long></i>',
    );
    expect(children(root).map(textOf)).toEqual(['00045E12', '007', '20240514093000123456']);
  });

  it('reads CDATA with padding, and CDATA inside CDATA as literal text', () => {
    expect(textOf(parseXml('<t>\n <![CDATA[Port strike ends]]>\n</t>'))).toBe('Port strike ends');
    expect(textOf(parseXml('<d><![CDATA[a <![CDATA[b]]]]><![CDATA[> c]]></d>'))).toBe('a <![CDATA[b]]> c');
  });

  it('accepts blank lines and a byte order mark before the prolog', () => {
    expect(parseXml('\uFEFF\n  <?xml version="1.0"?><rss/>').local).toBe('rss');
  });

  it('reads bare ampersands and HTML entities where it may be lenient', () => {
    expect(textOf(lenient('<t>R&D spending at Lind & Ek</t>'))).toBe('R&D spending at Lind & Ek');
    expect(textOf(lenient('<t>Fer&ecirc;t &nosuch; &#147;a&#148; &amp;lt;</t>'))).toBe(
      'Ferêt &nosuch; “a” &lt;',
    );
    expect(code('<t>R&D</t>')).toBe('xml_malformed');
  });

  it('drops characters that XML forbids and keeps the other items', () => {
    const root = lenient('<r><i>Budget\u0004 vote</i><i>a&#x1F;b&#0;c</i><i>third</i></r>');
    expect(children(root).map(textOf)).toEqual(['Budget vote', 'abc', 'third']);
  });

  it('reads C1 controls as the windows-1252 that was meant', () => {
    expect(textOf(parseXml('<t>don\u0092t &#8217;</t>'))).toBe('don’t ’');
  });

  it('mends crossed and missing end tags, and says so', () => {
    const { root, repaired, unclosed } = readXml('<r><i><b>x</i><i>y</i></r>', { lenient: true });
    expect(children(root, 'i').map(textOf)).toEqual(['x', 'y']);
    expect(repaired).toMatch(/close tag/);
    expect(unclosed.size).toBe(0);
  });

  it('tells a document whose end is missing', () => {
    const { root, unclosed } = readXml('<r><i>x</i><i>y', { lenient: true });
    expect(children(root).map((item) => unclosed.has(item))).toEqual([false, true]);
    expect(code('<r><i>x</i><i>y')).toBe('xml_malformed');
  });

  it('steps over document types without fetching or expanding anything', () => {
    expect(
      textOf(parseXml('<?xml version="1.0"?>\n<!DOCTYPE nitf SYSTEM "nitf-3-4.dtd">\n<nitf>x</nitf>')),
    ).toBe('x');
    const subset = '<!DOCTYPE r PUBLIC "-//X" "x.dtd" [ <!-- ]> \' --> <!ENTITY % n SYSTEM "n.dtd"> %n; ]>';
    expect(textOf(parseXml(`${subset}<r>x &eacute;</r>`))).toBe('x é');
  });

  it('refuses copy that leans on an entity of its own document type', () => {
    const bomb =
      '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><r>&b;</r>';
    const file = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]><x>&f;</x>';
    for (const lenientToo of [false, true]) {
      expect(code(bomb, { lenient: lenientToo })).toBe('xml_malformed');
      expect(code(file, { lenient: lenientToo })).toBe('xml_malformed');
    }
  });

  it('lets no document type redefine what an entity means', () => {
    const shadow = '<!DOCTYPE r [<!ENTITY lt "<img src=x onerror=alert(1)>"><!ENTITY l. "x">]><r>&lt;b</r>';
    expect(rawTextOf(parseXml(shadow))).toBe('<b');
  });

  it('refuses what is nested too deep, fast', () => {
    const deep = '<a>'.repeat(100_000);
    const time = cpuMilliseconds(() => {
      expect(code(deep)).toBe('xml_too_deep');
      expect(code(`x${deep}`, { lenient: true })).toBe('xml_too_deep');
    });
    expect(time).toBeLessThan(1_000);
  });

  it('refuses what has no element', () => {
    expect(code('')).toBe('xml_malformed');
    expect(code('no markup', { lenient: true })).toBe('xml_malformed');
    expect(code('<!DOCTYPE x [', { lenient: true })).toBe('xml_malformed');
  });

  it('answers anything with a tree or a code', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '<a>',
        '</a>',
        '<b c="d">',
        '</b>',
        '<![CDATA[',
        ']]>',
        '<!DOCTYPE x [',
        ']>',
        '&amp;',
        '&x;',
        '<?p ',
        '?>',
        '<!--',
        '-->',
      ),
      fc.string({ unit: 'binary', maxLength: 6 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        expect(['read', 'xml_malformed']).toContain(code(`<r>${pieces.join('')}</r>`, { lenient: true }));
      }),
      { numRuns: 500 },
    );
  });
});
