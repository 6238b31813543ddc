/** What NITF calls what HTML calls otherwise. */
const names: Readonly<Record<string, string>> = { h2: 'hl2', h3: 'hl2', h4: 'hl2', b: 'strong', i: 'em' };

/**
 * XHTML of the allow-list as NITF 3.x: headings are `hl2`, quotes `bq` around a block, bold and italic strong and
 * emphasised. Paragraphs, lists, tables, preformatted text, links and line breaks have the same names.
 */
export function nitfOfXhtml(xhtml: string): string {
  return xhtml.replace(/<(\/?)([a-z][a-z0-9]*)(?=[\s/>])/g, (tag, end: string, name: string) => {
    if (name === 'blockquote') return end === '' ? '<bq><block' : '</block></bq';
    const other = names[name];
    return other === undefined ? tag : `<${end}${other}`;
  });
}
