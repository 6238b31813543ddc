import type { NinjsConcept, NinjsItem, NinjsSubject } from '#contracts';
import { plainLine } from '../../html/index.js';
import { isUri, uriOf } from '../support/addresses.js';
import { defined, unlessEmpty } from '../support/defined.js';
import { asString, JsonRecord } from '../support/json-record.js';

const maxConcepts = 1_000;

/** A list of concepts in any dialect: objects with `code`, `qcode` and `scheme` or `uri` and `literal`, or names. */
export function concepts(values: readonly unknown[]): NinjsConcept[] | undefined {
  return unlessEmpty(values.slice(0, maxConcepts).flatMap((value) => concept(value) ?? []));
}

export function subjects(values: readonly unknown[]): NinjsSubject[] | undefined {
  const found = values.slice(0, maxConcepts).flatMap((value): NinjsSubject[] => {
    const base = concept(value);
    if (base === undefined) return [];
    const record = JsonRecord.of(value);
    return [
      {
        ...base,
        ...defined({
          creator: record?.string('creator'),
          relevance: percent(record?.number('relevance')),
          confidence: percent(record?.number('confidence')),
        }),
      },
    ];
  });
  return unlessEmpty(found);
}

/** Genres carry no relation. */
export function genres(values: readonly unknown[]): NinjsItem['genres'] {
  return unlessEmpty((concepts(values) ?? []).map(({ rel: _rel, ...genre }) => genre));
}

/** Where the information came from: agencies, sources, authors with their role. */
export function infoSources(
  values: readonly unknown[],
  role?: string,
): NonNullable<NinjsItem['infoSources']> {
  return values.slice(0, maxConcepts).flatMap((value) => {
    const base = concept(value);
    if (base === undefined) return [];
    const { rel: _rel, ...source } = base;
    return [{ ...source, ...defined({ role: JsonRecord.of(value)?.string('role') ?? role }) }];
  });
}

function concept(value: unknown): NinjsConcept | undefined {
  const text = asString(value);
  if (text !== undefined) return text.trim() === '' ? undefined : { name: plainLine(text) };
  const record = JsonRecord.of(value);
  if (record === undefined) return undefined;
  const name = record.string('name');
  const code = record.string('literal', 'code', 'qcode');
  const uri = uriOf(record.string('uri')) ?? conceptUri(record.string('scheme'), code);
  if (name === undefined && code === undefined && uri === undefined) return undefined;
  return defined({
    name: name === undefined ? undefined : plainLine(name),
    rel: record.string('rel'),
    uri,
    literal: code,
  });
}

/** ninjs 1 names a concept by scheme and code: together a URI when the scheme is an address. */
function conceptUri(scheme: string | undefined, code: string | undefined): string | undefined {
  if (code === undefined) return undefined;
  if (/^https?:/i.test(code)) return uriOf(code);
  if (scheme === undefined || !isUri(scheme.trim()) || !/^https?:/i.test(scheme)) return undefined;
  return uriOf(/[/#:=]$/.test(scheme.trim()) ? scheme.trim() + code : `${scheme.trim()}/${code}`);
}

function percent(value: number | undefined): number | undefined {
  return value === undefined || value < 0 || value > 100 ? undefined : Math.round(value);
}
