import { foldLine } from '../../text/fold.js';
import type { MessageHeader } from './header.js';
import type { Segment } from './segments.js';

/** What the titles above the copy say, and the segments that are copy. */
export interface Heading {
  /** The whole slug of the keyword line; the header's is cut short. */
  readonly slug: string | undefined;
  /** What the keyword line says behind the slug: `1st Ld-Writethru`, `BULLETIN KILL`. */
  readonly versions: readonly string[];
  readonly headline: string | undefined;
  readonly byline: string | undefined;
  readonly notes: readonly string[];
  readonly summaries: readonly string[];
  readonly copy: readonly Segment[];
}

const note = /^\(?(?:Eds|Editors?|EDITOR['’]?S['’]? NOTE)\b/i;
const pictures = /^[A-Z]{2,6} (?:Photo|Graphic|Video|Audio)s?\b/;
/** `*9006`: a code for the receiver's machine. */
const machineCode = /^\*?\d+$/;
const count = /^\d{1,5}$/;
/** Who a byline belongs to: `Associated Press`, `NW Sports Writer`. */
const title = /^(?:Associated Press|The Associated Press|.{1,30}\b(?:Writers?|Correspondents?|Editors?))$/i;
const minSummary = 60;
const maxTitles = 14;

/** Sorts the titles; `byline` is the length of a byline word at the start of a folded line, 0 for none. */
export function readHeading(
  segments: readonly Segment[],
  header: MessageHeader | undefined,
  byline: (folded: string) => number,
): Heading {
  const rest = segments.filter(({ text }) => !machineCode.test(text));
  const keywords = keywordsOf(rest[0], header);
  const titles = rest.slice(keywords === undefined ? 0 : 1);
  const firstCopy = titles.findIndex(isCopy);
  const end = Math.min(firstCopy === -1 ? titles.length : firstCopy, maxTitles);
  const found: { headline?: string; byline?: string; notes: string[]; summaries: string[]; copy: Segment[] } =
    {
      notes: [],
      summaries: [],
      copy: [],
    };
  let afterByline = false;
  for (const segment of titles.slice(0, end)) {
    const { text } = segment;
    const isByline = byline(foldLine(text)) > 0 && segment.closing !== 'left';
    if (note.test(text) || pictures.test(text)) found.notes.push(text);
    else if (isByline && found.byline === undefined) found.byline = text;
    else if (afterByline && title.test(text)) found.byline = `${found.byline ?? ''}, ${text}`;
    else if (found.headline === undefined && segment.cells === undefined) found.headline = text;
    else if (firstCopy !== -1 && text.length >= minSummary && found.byline === undefined)
      found.summaries.push(text);
    else found.copy.push(segment);
    afterByline = isByline;
  }
  return {
    slug: keywords?.slug,
    versions: keywords?.versions ?? [],
    headline: found.headline,
    byline: found.byline,
    notes: found.notes,
    summaries: found.summaries,
    copy: [...found.copy, ...titles.slice(end)],
  };
}

/** Paragraphs and rows are copy; a line without any mark is, unless the title's sign closes it. */
function isCopy({ opening, closing, cells }: Segment): boolean {
  return cells !== undefined || opening === 'paragraph' || (opening === 'none' && closing === 'none');
}

/** The first line names the slug again, in full, with what version it is and a count behind commas. */
function keywordsOf(
  segment: Segment | undefined,
  header: MessageHeader | undefined,
): { slug: string; versions: string[] } | undefined {
  if (segment === undefined || segment.opening === 'paragraph') return undefined;
  const [slug = '', ...others] = segment.text.split(',').map((part) => part.trim());
  const isCounted = count.test(others.at(-1) ?? '');
  if (!isCounted && !opensAlike(slug, header?.slug ?? '')) return undefined;
  return { slug, versions: others.filter((part) => part !== '' && !count.test(part)) };
}

const minAlike = 6;

/** Whether two slugs begin with the same letters, blanks and hyphens aside. */
function opensAlike(line: string, slug: string): boolean {
  const bare = (text: string): string => foldLine(text).replace(/[^\p{L}\p{N}]/gu, '');
  const [a, b] = [bare(line), bare(slug)];
  const length = Math.min(a.length, b.length);
  return length >= minAlike && a.slice(0, length) === b.slice(0, length);
}
