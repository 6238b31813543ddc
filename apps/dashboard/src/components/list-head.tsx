import type { Counts, QueryWarning } from '../lib/wire-list.js';
import type { Sort } from '../lib/query-state.js';
import { NewItems } from './new-items.js';

/** The id of the note on the query, which describes the search field. */
export const queryNoteId = 'query-note';

interface Props {
  readonly counts: Counts;
  readonly loading: boolean;
  /** Why the words cannot be searched, or null. */
  readonly fault: string | null;
  /** What the desk mended in them. */
  readonly warnings: readonly QueryWarning[];
  readonly pending: number;
  readonly sort: Sort;
  readonly hasWords: boolean;
  readonly filters: number;
  readonly filtersOpen: boolean;
  readonly onSort: (sort: Sort) => void;
  readonly onFilters: () => void;
  readonly onPending: () => void;
}

const names: Record<Sort, string> = { new: 'Newest', old: 'Oldest', relevance: 'Best match' };

/** How many there are, in what order, what is wrong with the question and what waits to be shown. */
export function ListHead(props: Props) {
  const { counts, sort, hasWords } = props;
  const sorts = (Object.keys(names) as Sort[]).filter(
    (value) => value !== 'relevance' || hasWords || sort === value,
  );
  return (
    <div className="list-head">
      <button
        type="button"
        className="small filters-toggle"
        aria-expanded={props.filtersOpen}
        onClick={props.onFilters}
      >
        Filters{props.filters > 0 ? ` (${props.filters})` : ''}
      </button>
      {props.fault === null && (
        <span className="total">
          {counts.totalRelation === 'gte' && 'over '}
          <strong>{counts.total.toLocaleString('en-GB')}</strong> {counts.total === 1 ? 'story' : 'stories'}
        </span>
      )}
      <span id={queryNoteId} className={props.fault === null ? 'query-note' : 'query-note fault'}>
        {props.fault ?? props.warnings.map((warning) => warning.detail).join(' · ')}
      </span>
      <NewItems count={props.pending} onShow={props.onPending} />
      {props.loading && <span className="quiet small">Searching …</span>}
      <label className="sort">
        <span className="hidden">Order</span>
        <select
          value={sort}
          onChange={(event) => props.onSort(sorts.find((s) => s === event.target.value) ?? 'new')}
        >
          {sorts.map((value) => (
            <option key={value} value={value}>
              {names[value]}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}
