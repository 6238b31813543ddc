import type { NinjsConcept, NinjsItem } from '#contracts';
import { plainLine } from '../../html/index.js';
import { defined } from '../support/defined.js';
import { uriOfQcode } from '../support/iptc-codes.js';
import { asString, JsonRecord } from '../support/json-record.js';

const maxCategories = 1_000;

interface Category {
  /** `dpasubject` for `dnltype:dpasubject`. */
  readonly kind: string;
  readonly name: string | undefined;
  readonly code: string | undefined;
  readonly role: string | undefined;
}

/** The code behind its scheme: `correction` for `dpaednoterole:correction`. */
export function tailOf(qcode: string | undefined): string | undefined {
  return qcode?.split(':').at(-1)?.trim() || undefined;
}

/**
 * What an entry is sorted by. `categories` names everything with its code; the lists of names beside it
 * (`genre_names` …) say the same once more, and now and then more.
 */
export class Categories {
  private readonly all: readonly Category[];

  constructor(private readonly entry: JsonRecord) {
    this.all = entry.list('categories').slice(0, maxCategories).flatMap(categoryOf);
  }

  subjects(): NinjsConcept[] {
    return this.concepts('dpasubject', 'dpasubject_names');
  }

  /** Countries and regions, then the places of the map. */
  places(): NinjsConcept[] {
    return [...this.concepts('geosubject', 'geosubject_names'), ...this.concepts('poi')];
  }

  genres(): NonNullable<NinjsItem['genres']> {
    return this.concepts('genre', 'genre_names');
  }

  keywords(): string[] {
    return this.names('keyword', 'keyword_names');
  }

  /** Desks by code and, where the two differ, by name. */
  desks(): string[] {
    const codes = this.of('desk').flatMap(({ code }) => tailOf(code) ?? []);
    return [...new Set([...codes, ...this.names('desk', 'desk_names')])];
  }

  infoSources(): NonNullable<NinjsItem['infoSources']> {
    const credit = plainLine(this.entry.string('creditline') ?? '');
    const named = ['creator', 'contributor', 'infosource'].flatMap((kind) =>
      this.of(kind).flatMap(({ name, code, role }) =>
        name === undefined && code === undefined
          ? []
          : [defined({ name, literal: code, role: tailOf(role) ?? kind })],
      ),
    );
    return [...(credit === '' ? [] : [{ name: credit, role: 'credit' }]), ...named];
  }

  /** Codes of one kind as found. */
  codes(kind: string): string[] {
    return this.of(kind).flatMap(({ code }) => code ?? []);
  }

  code(kind: string): string | undefined {
    return this.codes(kind)[0];
  }

  private of(kind: string): readonly Category[] {
    return this.all.filter((category) => category.kind === kind);
  }

  private names(kind: string, list: string): string[] {
    return [...new Set([...this.of(kind).flatMap(({ name }) => name ?? []), ...this.listed(list)])];
  }

  private concepts(kind: string, list?: string): NinjsConcept[] {
    const found = this.of(kind).flatMap(({ name, code }) =>
      name === undefined && code === undefined
        ? []
        : [defined({ name, literal: code, uri: code === undefined ? undefined : uriOfQcode(code) })],
    );
    const known = new Set(found.map(({ name }) => name));
    const others = list === undefined ? [] : this.listed(list).filter((name) => !known.has(name));
    return [...found, ...others.map((name) => ({ name }))];
  }

  private listed(list: string): string[] {
    const names = this.entry.list(list).slice(0, maxCategories);
    return names.flatMap((name) => plainLine(asString(name) ?? '') || []);
  }
}

function categoryOf(member: unknown): Category[] {
  const record = JsonRecord.of(member);
  const kind = tailOf(record?.string('type'));
  if (record === undefined || kind === undefined) return [];
  const place = record.record('geojson')?.record('properties');
  const name = record.string('name') ?? place?.string('name', 'formatted_address');
  return [
    {
      kind,
      name: name === undefined ? undefined : plainLine(name) || undefined,
      code: record.string('qcode'),
      role: record.string('role'),
    },
  ];
}
