import { copyOf, type Copy } from '../../bench/copy.js';

/** One push as a feed sends it. */
export interface Push {
  readonly n: number;
  readonly contentType: string;
  readonly body: string;
}

/** Stories come in blocks of ten pushes; what follows up on a story comes some blocks after it. */
const block = 10;
const later = 3;

/**
 * The n-th push of an invented wire: real-sized dispatches in four languages and four formats, all distinct; of ten, seven
 * are new stories, two are second versions of stories of a while ago, and one is a third version or a kill.
 */
export function pushOf(n: number, now: Date): Push {
  const place = n % block;
  const first = n - place;
  if (place < 7) return write(copyOf(n, now), place === 3 ? 'text' : formatOf(place), 1, 'usable', n);
  const followed = first - later * block;
  if (place < 9) return followUp(followed + place - 7, place - 7, 2, n, now);
  const isKill = (first / block) % 2 === 0;
  return isKill
    ? followUp(followed + 4, 4, 2, n, now, 'canceled')
    : followUp(followed - later * block, 0, 3, n, now);
}

type Format = 'ninjs-1' | 'ninjs-3' | 'newsml-g2' | 'text';

function formatOf(place: number): Format {
  return (['ninjs-1', 'newsml-g2', 'ninjs-3'] as const)[place % 3]!;
}

/**
 * Another version of the story that push `of` made: a new beginning, the rest as it was. Before there was such a push,
 * a new story.
 */
function followUp(
  of: number,
  place: number,
  version: number,
  n: number,
  now: Date,
  status: 'usable' | 'canceled' = 'usable',
): Push {
  if (of < 0) return write(copyOf(n, now), formatOf(place), 1, 'usable', n);
  const story = copyOf(of, now);
  const [beginning] = copyOf(n, now).paragraphs;
  const paragraphs = [beginning!, ...story.paragraphs.slice(1)];
  return write({ ...story, paragraphs }, formatOf(place), version, status, n);
}

function write(copy: Copy, format: Format, version: number, status: 'usable' | 'canceled', n: number): Push {
  const { uri, headline, language } = copy;
  const html = copy.paragraphs.map((text) => `<p>${text}</p>`).join('');
  const at = new Date(Date.parse(copy.versionCreated) + version * 60_000).toISOString();
  switch (format) {
    case 'ninjs-1':
      return {
        n,
        contentType: 'application/json',
        body: JSON.stringify({
          uri,
          type: 'text',
          version: String(version),
          versioncreated: at,
          pubstatus: status,
          language,
          headline,
          body_html: html,
        }),
      };
    case 'ninjs-3':
      return {
        n,
        contentType: 'application/json',
        body: JSON.stringify({
          uri,
          standard: { name: 'ninjs', version: '3.1' },
          type: 'text',
          version: String(version),
          versionCreated: at,
          pubStatus: status,
          language,
          headlines: [{ role: 'main', value: headline }],
          bodies: [{ role: 'main', contentType: 'text/html', value: html }],
        }),
      };
    case 'newsml-g2':
      return {
        n,
        contentType: 'application/xml',
        body: `<?xml version="1.0" encoding="UTF-8"?>
<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="${uri}" version="${version}" standard="NewsML-G2" standardversion="2.30" xml:lang="${language}">
<itemMeta><itemClass qcode="ninat:text"/><provider literal="stormwire"/><versionCreated>${at}</versionCreated><pubStatus qcode="stat:${status}"/></itemMeta>
<contentMeta><urgency>4</urgency><language tag="${language}"/><headline>${headline}</headline></contentMeta>
<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>${headline}</title></head><body>${html}</body></html></inlineXML></contentSet>
</newsItem>`,
      };
    case 'text':
      return {
        n,
        contentType: 'text/plain; charset=utf-8',
        body: `${headline}\n\nBrével, 3 mai (StormWire) – ${copy.paragraphs.join('\n\n')}\n`,
      };
  }
}
