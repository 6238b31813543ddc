import { timeBounds, timePresets, type TimePreset } from './time.js';
import type { WireRow } from './wire-row.js';

export const sorts = ['new', 'old', 'relevance'] as const;
export type Sort = (typeof sorts)[number];

/** The filters that take several values, by the name they have in the API and in the facets. */
export const filterNames = ['provider', 'language', 'status', 'signal'] as const;
export type FilterName = (typeof filterNames)[number];

/** What the reader asked for; all of it stands in the address of the page. */
export interface QueryState {
  readonly q: string;
  readonly filters: Readonly<Record<FilterName, readonly string[]>>;
  readonly preset: TimePreset;
  /** Calendar days `YYYY-MM-DD`, used with the preset `range` only; empty for an open end. */
  readonly fromDay: string;
  readonly toDay: string;
  /** Shows embargoed and withheld copy as well, to those who may see it. */
  readonly held: boolean;
  readonly sort: Sort;
  /** The story in the reading pane. */
  readonly id: string | null;
}

export const emptyQuery: QueryState = {
  q: '',
  filters: { provider: [], language: [], status: [], signal: [] },
  preset: 'any',
  fromDay: '',
  toDay: '',
  held: false,
  sort: 'new',
  id: null,
};

const dayForm = /^\d{4}-\d{2}-\d{2}$/;
const idForm = /^[0-9a-f-]{36}$/i;

function oneOf<T extends string>(value: string | null, known: readonly T[], otherwise: T): T {
  return known.find((candidate) => candidate === value) ?? otherwise;
}

/** Reads `?q=…&provider=…&time=…&sort=…&id=…`; what it does not understand counts as not said. */
export function parseQuery(search: string): QueryState {
  const params = new URLSearchParams(search);
  const values = (name: FilterName) => [...new Set(params.getAll(name).filter((value) => value !== ''))];
  const dayOf = (name: string) => {
    const value = params.get(name) ?? '';
    return dayForm.test(value) ? value : '';
  };
  const id = params.get('id') ?? '';
  const fromDay = dayOf('from');
  const toDay = dayOf('to');
  const preset = oneOf(params.get('time'), timePresets, fromDay || toDay ? 'range' : 'any');
  return {
    q: params.get('q') ?? '',
    filters: {
      provider: values('provider'),
      language: values('language'),
      status: values('status'),
      signal: values('signal'),
    },
    preset,
    fromDay: preset === 'range' ? fromDay : '',
    toDay: preset === 'range' ? toDay : '',
    held: params.get('held') === '1',
    sort: oneOf(params.get('sort'), sorts, 'new'),
    id: idForm.test(id) ? id : null,
  };
}

/** The address for a state, with a leading `?`, or empty for the plain page. Reads back to the same state. */
export function formatQuery(state: QueryState): string {
  const params = new URLSearchParams();
  if (state.q !== '') params.set('q', state.q);
  for (const name of filterNames) for (const value of state.filters[name]) params.append(name, value);
  if (state.preset !== 'any') params.set('time', state.preset);
  if (state.preset === 'range') {
    if (state.fromDay !== '') params.set('from', state.fromDay);
    if (state.toDay !== '') params.set('to', state.toDay);
  }
  if (state.held) params.set('held', '1');
  if (state.sort !== 'new') params.set('sort', state.sort);
  if (state.id !== null) params.set('id', state.id);
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}

/** Everything that decides which rows are listed: two states with the same key show the same list. */
export function listKey(state: QueryState): string {
  return formatQuery({ ...state, q: state.q.trim(), id: null });
}

/** Adds a value to a filter, or takes it away when it is set. */
export function toggleFilter(state: QueryState, name: FilterName, value: string): QueryState {
  const set = state.filters[name];
  const next = set.includes(value) ? set.filter((candidate) => candidate !== value) : [...set, value];
  return { ...state, filters: { ...state.filters, [name]: next } };
}

/** Whether anything but the sort narrows the list. */
export function isNarrowed(state: QueryState): boolean {
  return (
    state.q.trim() !== '' ||
    state.preset !== 'any' ||
    filterNames.some((name) => state.filters[name].length > 0)
  );
}

/** How many filters are set, the time and held copy included and the words not. */
export function filterCount(state: QueryState): number {
  return (
    filterNames.reduce((sum, name) => sum + state.filters[name].length, 0) +
    (state.preset === 'any' ? 0 : 1) +
    (state.held ? 1 : 0)
  );
}

/** The parameters of `GET /v1/search` that narrow the result. */
export function searchParams(state: QueryState, now: number, zone: string): URLSearchParams {
  const params = new URLSearchParams();
  if (state.q.trim() !== '') params.set('q', state.q.trim());
  for (const name of filterNames) {
    if (state.filters[name].length > 0) params.set(name, state.filters[name].join(','));
  }
  const { from, to } = timeBounds(state, now, zone);
  if (from !== null) params.set('from', from);
  if (to !== null) params.set('to', to);
  if (state.held) params.set('includeHeld', 'true');
  params.set('time_zone', zone);
  return params;
}

/** The parameters of `GET /v1/stream`; it takes no filters, so `passesFilters` must be asked about what comes. */
export function streamParams(state: Pick<QueryState, 'q' | 'held'>, zone: string): URLSearchParams {
  const params = new URLSearchParams({ time_zone: zone });
  if (state.q.trim() !== '') params.set('q', state.q.trim());
  if (state.held) params.set('includeHeld', 'true');
  return params;
}

/**
 * Whether a row of the stream belongs into the list. The server has matched the words; filters are matched here,
 * because a stream is opened for the words only.
 */
export function passesFilters(row: WireRow, state: QueryState, now: number, zone: string): boolean {
  const { provider, language, status, signal } = state.filters;
  const { from, to } = timeBounds(state, now, zone);
  const at = Date.parse(row.versionCreated);
  return (
    has(provider, row.provider) &&
    (language.length === 0 || language.some((wanted) => speaks(row.language, wanted))) &&
    has(status, row.status) &&
    has(signal, row.signal) &&
    (state.held || row.status === 'usable' || row.status === 'canceled') &&
    (from === null || at >= Date.parse(from)) &&
    (to === null || at < Date.parse(to))
  );
}

function has(wanted: readonly string[], value: string | null): boolean {
  return wanted.length === 0 || (value !== null && wanted.includes(value));
}

/** `fr` takes in `fr-CA`; `fr-CA` is only itself. */
function speaks(language: string | null, wanted: string): boolean {
  const tag = language?.toLowerCase() ?? '';
  const range = wanted.toLowerCase();
  return tag === range || tag.startsWith(`${range}-`);
}
