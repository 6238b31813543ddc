import type { Copy } from './copy.js';

/** One piece of copy as a feed of each format would send it. */
export interface BenchFormat {
  readonly name: string;
  readonly contentType: string;
  /** Items in one document. */
  readonly items: number;
  write(copies: readonly Copy[]): string;
}

const html = (copy: Copy) => copy.paragraphs.map((text) => `<p>${text}</p>`).join('');

export const formats: readonly BenchFormat[] = [
  {
    name: 'ninjs-1',
    contentType: 'application/json',
    items: 1,
    write: ([copy]) =>
      JSON.stringify({
        uri: copy!.uri,
        type: 'text',
        version: '1',
        versioncreated: copy!.versionCreated,
        pubstatus: 'usable',
        language: copy!.language,
        headline: copy!.headline,
        body_html: html(copy!),
        urgency: 4,
      }),
  },
  {
    name: 'ninjs-3',
    contentType: 'application/json',
    items: 1,
    write: ([copy]) =>
      JSON.stringify({
        uri: copy!.uri,
        standard: { name: 'ninjs', version: '3.1' },
        type: 'text',
        version: '1',
        versionCreated: copy!.versionCreated,
        pubStatus: 'usable',
        language: copy!.language,
        headlines: [{ role: 'main', value: copy!.headline }],
        bodies: [{ role: 'main', contentType: 'text/html', value: html(copy!) }],
      }),
  },
  {
    name: 'newsml-g2',
    contentType: 'application/xml',
    items: 1,
    write: ([copy]) => `<?xml version="1.0" encoding="UTF-8"?>
<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="${copy!.uri}" version="1" standard="NewsML-G2" standardversion="2.30" xml:lang="${copy!.language}">
<itemMeta><itemClass qcode="ninat:text"/><provider literal="bench"/><versionCreated>${copy!.versionCreated}</versionCreated><pubStatus qcode="stat:usable"/></itemMeta>
<contentMeta><urgency>4</urgency><language tag="${copy!.language}"/><headline>${copy!.headline}</headline></contentMeta>
<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>${html(copy!)}</body></html></inlineXML></contentSet>
</newsItem>`,
  },
  {
    name: 'rss',
    contentType: 'application/rss+xml',
    items: 10,
    write: (copies) =>
      `<?xml version="1.0"?><rss version="2.0"><channel><title>Bench</title><link>https://bench.example/</link><description>d</description>${copies
        .map(
          (copy) =>
            `<item><guid isPermaLink="false">${copy.uri}</guid><title>${copy.headline}</title><pubDate>${new Date(copy.versionCreated).toUTCString()}</pubDate><description>${copy.paragraphs[0]}</description></item>`,
        )
        .join('')}</channel></rss>`,
  },
  {
    name: 'atom',
    contentType: 'application/atom+xml',
    items: 10,
    write: (copies) =>
      `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Bench</title><id>urn:bench</id><updated>${copies[0]!.versionCreated}</updated>${copies
        .map(
          (copy) =>
            `<entry><id>${copy.uri}</id><title>${copy.headline}</title><updated>${copy.versionCreated}</updated><content type="text">${copy.paragraphs[0]}</content></entry>`,
        )
        .join('')}</feed>`,
  },
  {
    name: 'text',
    contentType: 'text/plain; charset=utf-8',
    items: 1,
    write: ([copy]) => `${copy!.headline}\n\nBrével, 3 mai (NordWire) – ${copy!.paragraphs.join('\n\n')}\n`,
  },
];
