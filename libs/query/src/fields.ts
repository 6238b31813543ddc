/** Fields whose text is split into words, stemmed and searched. */
export const textFields = [
  'headline',
  'body',
  'slug',
  'byline',
  'place',
  'subject',
  'category',
  'keyword',
  'genre',
] as const;
export type TextField = (typeof textFields)[number];

/** Fields that a word without a field looks in; a hit in any one is enough. */
export const defaultFields = [
  'headline',
  'body',
  'slug',
  'byline',
  'place',
  'keyword',
] as const satisfies readonly TextField[];

/** Fields that hold codes and are compared whole, in lower case. */
export const codeFields = ['provider', 'feed', 'language', 'status', 'signal', 'version'] as const;
export type CodeField = (typeof codeFields)[number];

/** Fields that hold a whole number. */
export const numberFields = ['urgency', 'wordcount', 'version'] as const;
export type NumberField = (typeof numberFields)[number];

/** Fields that hold an instant: `date` is the version's, `received` that of the first transmission. */
export const timeFields = ['date', 'received'] as const;
export type TimeField = (typeof timeFields)[number];

/** What a field's name in a query stands for. `version` is compared whole and, with `<` `>` `..`, as a number. */
export type FieldMeaning =
  | { readonly type: 'text'; readonly field: TextField }
  | { readonly type: 'code'; readonly field: CodeField }
  | { readonly type: 'number'; readonly field: NumberField }
  | { readonly type: 'time'; readonly field: TimeField };

const meanings: ReadonlyMap<string, FieldMeaning> = new Map<string, FieldMeaning>([
  ...textFields.map((field): [string, FieldMeaning] => [field, { type: 'text', field }]),
  ...codeFields.map((field): [string, FieldMeaning] => [field, { type: 'code', field }]),
  // After the codes: `version` is both, and a number's reader hands whole values on to the code's.
  ...numberFields.map((field): [string, FieldMeaning] => [field, { type: 'number', field }]),
  ...timeFields.map((field): [string, FieldMeaning] => [field, { type: 'time', field }]),
  ['slugline', { type: 'text', field: 'slug' }],
]);

/** The meaning of a field's name as typed (any case), or undefined when there is no such field. */
export function fieldMeaning(name: string): FieldMeaning | undefined {
  return meanings.get(name.toLowerCase());
}
