import { z } from 'zod';
import { readDataFiles } from '../profiles/data-files.js';
import { sourcePattern } from '../profiles/source-pattern.js';

const phrases = z.array(z.string().min(1)).default([]);
const patterns = z.array(sourcePattern).default([]);

/**
 * The words of one language's news pages and wires: a YAML file under `profiles/languages`. Phrases are compared
 * without regard to case and accents; patterns see lower-case text with the accents off, apostrophes, dashes and
 * blanks in their plain form.
 */
const languageWords = z.strictObject({
  language: z.string(),
  /** Words of menus and breadcrumbs. */
  navigation: phrases,
  /** What stands before the title of a related item; one single word only counts with a colon. */
  related: phrases,
  /** Lines that open a list of related titles. */
  relatedHeadings: phrases,
  /** What stands before the titles of the previous and the next article. */
  neighbours: phrases,
  /** Lines behind which a page has nothing of the article any more. */
  endings: phrases,
  /** Lines that promote a live page, a newsletter, an account. */
  promo: patterns,
  /** Lines of the page's furniture: counts, buttons, dates of the page, cookies, tags. */
  noise: patterns,
  /** Labels above a headline that wires and pages write alike: kinds of release, sources. */
  labels: patterns,
  /** Marks of a picture out of the archive. */
  archive: phrases,
  /** What stands before the credit of a picture. */
  credit: phrases,
  byline: phrases,
  /** Openings of notes to editors. */
  notes: phrases,
  /** First words of a bracketed note on top of the body, by what they say. */
  verbs: z.strictObject({ update: phrases, correction: phrases, resend: phrases }),
  /** Marks of a headline or of a line of its own, by what they say. */
  signals: z.strictObject({
    update: phrases,
    correction: phrases,
    kill: phrases,
    withhold: phrases,
    advisory: phrases,
    resend: phrases,
  }),
  /** Marks of urgent copy that say nothing about versions. */
  alerts: phrases,
  /** Phrases anywhere in a note to editors. */
  phrases: z.strictObject({ update: phrases, kill: phrases }),
  embargo: z.strictObject({ words: phrases, until: phrases, indefinite: phrases, lifted: phrases }),
});

export type LanguageWords = z.infer<typeof languageWords>;

let loaded: readonly LanguageWords[] | undefined;

/**
 * The word lists of all languages. Rules ask all of them at once: pages mix languages, and the language of copy is
 * only known when the furniture is gone.
 */
export function allLanguageWords(): readonly LanguageWords[] {
  loaded ??= readDataFiles('languages').map(({ file, data }) => {
    const parsed = languageWords.safeParse(data);
    if (!parsed.success) throw new Error(`word list ${file} is not valid`, { cause: parsed.error });
    return parsed.data;
  });
  return loaded;
}
