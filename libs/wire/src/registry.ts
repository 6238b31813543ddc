import { apMediaReader } from './formats/ap-media/index.js';
import { dpaDigitalwiresReader } from './formats/dpa-digitalwires/index.js';
import { jsonFeedReader } from './formats/jsonfeed/index.js';
import { newsml1Reader } from './formats/newsml-1/index.js';
import { newsmlG2Reader } from './formats/newsml-g2/index.js';
import { ninjsReader } from './formats/ninjs/index.js';
import { nitfReader } from './formats/nitf/index.js';
import { reutersJsonReader } from './formats/reuters-json/index.js';
import { ritzauReader } from './formats/ritzau/index.js';
import { atomReader, rdfReader, rssReader, wxrReader } from './formats/rss/index.js';
import { textReader } from './formats/text/index.js';
import type { ReadContext, Reader } from './reader.js';

/** Every wire format. A new one is a folder under `formats/` and a line here. */
export const readers: readonly Reader[] = [
  ninjsReader,
  dpaDigitalwiresReader,
  apMediaReader,
  reutersJsonReader,
  jsonFeedReader,
  newsmlG2Reader,
  newsml1Reader,
  nitfReader,
  ritzauReader,
  rssReader,
  wxrReader,
  atomReader,
  rdfReader,
  textReader,
];

/** So much of the text is shown to a reader's `sniff`. */
const headLength = 4_096;
/** Below this a reader does not know the bytes. */
const minConfidence = 0.1;
/** A declared content type decides between readers that are equally sure. */
const declaredBonus = 0.01;

const declaredFor: Readonly<Record<string, RegExp>> = {
  text: /^text\/plain\b/i,
  rss: /^application\/rss\+xml\b/i,
  atom: /^application\/atom\+xml\b/i,
  jsonfeed: /^application\/feed\+json\b/i,
  rdf: /^application\/rdf\+xml\b/i,
  nitf: /^application\/(?:nitf\+xml|vnd\.iptc\.nitf)\b/i,
  'newsml-g2': /^application\/vnd\.iptc\.g2\./i,
};

/** The reader that is surest of the bytes; undefined when none knows them. */
export function chooseReader(context: ReadContext): Reader | undefined {
  const head = context.text.slice(0, headLength);
  let best: Reader | undefined;
  let bestScore = minConfidence;
  for (const reader of readers) {
    const sure = reader.sniff(head, context);
    const score = sure === 0 ? 0 : sure + (isDeclared(reader, context.contentType) ? declaredBonus : 0);
    if (score > bestScore) [best, bestScore] = [reader, score];
  }
  return best;
}

function isDeclared(reader: Reader, contentType: string | undefined): boolean {
  if (contentType === undefined) return false;
  return reader.formats.some((format) => declaredFor[format]?.test(contentType) === true);
}
