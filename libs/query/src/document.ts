import { mainBody, type NinjsItem, type StorySnapshot } from '#contracts';
import { foldCode } from './analysis/fold.js';
import { primaryLanguage } from './analysis/language.js';
import { tokenise, type Token } from './analysis/tokenise.js';
import {
  defaultFields,
  textFields,
  type CodeField,
  type NumberField,
  type TextField,
  type TimeField,
} from './fields.js';
import { WordIndex } from './word-index.js';

/** A story in the form that queries are matched against; its parts are made when first asked for and then kept. */
export interface MatchableDocument {
  /** Primary language in lower case, for stemming. */
  readonly language: string | undefined;
  /** The words of a text field, of the default fields (null), or of all fields (`every`). */
  words(scope: TextField | null | 'every'): WordIndex;
  /** The codes of a field as they are compared; a language gives itself and its wider tags. */
  codes(field: CodeField): readonly string[];
  number(field: NumberField): number | undefined;
  /** Milliseconds since 1970. */
  time(field: TimeField): number;
}

/** Makes a story matchable. Do this once per story and match all queries against the result. */
export function toMatchable(story: StorySnapshot): MatchableDocument {
  return new StoryDocument(story);
}

/**
 * The texts of a story that each text field of the query language looks in. A search engine that indexes these gives
 * the same answers as the matcher.
 */
export function storyTexts(story: StorySnapshot, field: TextField): string[] {
  return present(textsOf[field](story));
}

/** The codes of a story, lower case, that a code field is compared with. */
export function storyCodes(story: StorySnapshot, field: CodeField): string[] {
  return present(codesOf[field](story)).map(foldCode);
}

/** The numbers of a story that a number field is compared with; undefined when it has none. */
export function storyNumber(story: StorySnapshot, field: NumberField): number | undefined {
  return numbersOf[field](story);
}

/** A broken declared count does no harm: the copy's own words are counted when the item does not say. */
const numbersOf: Readonly<Record<NumberField, (story: StorySnapshot) => number | undefined>> = {
  urgency: (story) => story.item.urgency,
  wordcount: (story) =>
    wordCountOf(story.item) ?? story.editorial.wordCount ?? tokenise(story.text.plain).length,
  version: (story) => (/^\d{1,15}$/.test(story.version ?? '') ? Number(story.version) : undefined),
};

type Texts = readonly (string | null | undefined)[];

const textsOf: Readonly<Record<TextField, (story: StorySnapshot) => Texts>> = {
  headline: ({ item }) => (item.headlines ?? []).map((headline) => headline.value),
  body: ({ item, text }) => [
    text.plain,
    ...(item.descriptions ?? []).map((description) => stripTags(description)),
  ],
  slug: ({ item }) => [item.slugline],
  byline: ({ item, editorial }) => unique([editorial.byline, item.by]),
  place: ({ item, editorial }) => [
    editorial.dateline?.place,
    editorial.dateline?.country,
    ...unique([item.located, ...namesOf(item.places)]),
  ],
  subject: ({ item }) => namesOf(item.subjects),
  category: ({ editorial }) => editorial.category,
  keyword: ({ editorial }) => editorial.keywords,
  genre: ({ item }) => namesOf(item.genres),
};

const codesOf: Readonly<Record<CodeField, (story: StorySnapshot) => Texts>> = {
  provider: (story) => [story.provider],
  feed: (story) => [story.feed],
  language: (story) => widerTags(story.text.language ?? story.item.language),
  status: (story) => [story.status],
  signal: (story) => [story.signal],
  version: (story) => [story.version],
};

class StoryDocument implements MatchableDocument {
  readonly language: string | undefined;
  private readonly scopes = new Map<string, WordIndex>();
  private readonly tokens = new Map<TextField, Token[][]>();
  private readonly codeCache = new Map<CodeField, readonly string[]>();
  private readonly numberCache = new Map<NumberField, number | undefined>();

  constructor(private readonly story: StorySnapshot) {
    this.language = primaryLanguage(story.text.language ?? story.item.language);
  }

  words(scope: TextField | null | 'every'): WordIndex {
    const key = scope ?? 'default';
    let index = this.scopes.get(key);
    if (index === undefined) {
      const fields = scope === null ? defaultFields : scope === 'every' ? textFields : [scope];
      index = new WordIndex(
        fields.flatMap((field) => this.tokensOf(field)),
        this.language,
      );
      this.scopes.set(key, index);
    }
    return index;
  }

  codes(field: CodeField): readonly string[] {
    let codes = this.codeCache.get(field);
    if (codes === undefined) {
      codes = storyCodes(this.story, field);
      this.codeCache.set(field, codes);
    }
    return codes;
  }

  number(field: NumberField): number | undefined {
    if (!this.numberCache.has(field)) this.numberCache.set(field, storyNumber(this.story, field));
    return this.numberCache.get(field);
  }

  time(field: TimeField): number {
    return Date.parse(field === 'date' ? this.story.versionCreated : this.story.receivedAt);
  }

  private tokensOf(field: TextField): Token[][] {
    let tokens = this.tokens.get(field);
    if (tokens === undefined) {
      tokens = storyTexts(this.story, field).map(tokenise);
      this.tokens.set(field, tokens);
    }
    return tokens;
  }
}

/** `zh-Hant-TW` → `zh-Hant-TW`, `zh-Hant`, `zh`. */
function widerTags(tag: string | undefined): string[] {
  if (tag === undefined || tag === '') return [];
  const parts = tag.replaceAll('_', '-').split('-');
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('-'));
}

interface Named {
  readonly name?: string | undefined;
  readonly uri?: string | undefined;
  readonly literal?: string | undefined;
}

/** Names, codes as found, and the last part of URIs (`…/mediatopic/20000763` → `20000763`). */
function namesOf(concepts: readonly Named[] | undefined): string[] {
  const texts = (concepts ?? []).flatMap(({ name, literal, uri }) => [
    name,
    literal,
    uri?.split(/[/#:]/).at(-1),
  ]);
  return unique(texts);
}

function wordCountOf(item: NinjsItem): number | undefined {
  const main = mainBody(item);
  return item.bodies?.find((body) => body.value === main)?.wordCount;
}

function stripTags(text: { readonly contentType?: string | undefined; readonly value: string }): string {
  return text.contentType === 'text/html' ? text.value.replace(/<[^<>]*>/g, ' ') : text.value;
}

function present(texts: Texts): string[] {
  return texts.filter((text) => typeof text === 'string').filter((text) => text !== '');
}

function unique(texts: Texts): string[] {
  return [...new Set(present(texts))];
}
