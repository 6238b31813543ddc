import { languageName, signalName, statusName } from '../lib/badges.js';
import {
  emptyQuery,
  filterCount,
  toggleFilter,
  type FilterName,
  type QueryState,
} from '../lib/query-state.js';
import type { Counts } from '../lib/wire-list.js';
import { Facet } from './facet.js';
import { TimeFilter } from './time-filter.js';

interface FacetKind {
  readonly name: FilterName;
  readonly label: string;
  readonly nameOf: (value: string) => string;
  readonly always?: readonly string[];
}

const facets: readonly FacetKind[] = [
  { name: 'provider', label: 'Provider', nameOf: (value) => value },
  { name: 'language', label: 'Language', nameOf: languageName },
  { name: 'signal', label: 'Kind', nameOf: signalName },
  { name: 'status', label: 'Status', nameOf: statusName, always: ['canceled'] },
];

interface Props {
  readonly state: QueryState;
  readonly counts: Counts;
  readonly zone: string;
  /** The reader may see embargoed and withheld copy. */
  readonly mayHold: boolean;
  readonly onChange: (next: QueryState) => void;
}

/** Everything that narrows the list besides words. */
export function Filters({ state, counts, zone, mayHold, onChange }: Props) {
  return (
    <div className="filters">
      {facets.slice(0, 2).map((facet) => facetFor(facet))}
      <TimeFilter state={state} zone={zone} onChange={(time) => onChange({ ...state, ...time })} />
      {facets.slice(2).map((facet) => facetFor(facet))}
      {mayHold && (
        <label className="facet-value held">
          <input
            type="checkbox"
            checked={state.held}
            onChange={() => onChange({ ...state, held: !state.held })}
          />
          <span>Held copy too</span>
        </label>
      )}
      {filterCount(state) > 0 && (
        <button
          type="button"
          className="small"
          onClick={() => onChange({ ...emptyQuery, q: state.q, sort: state.sort, id: state.id })}
        >
          Clear filters
        </button>
      )}
    </div>
  );

  function facetFor({ name, label, nameOf, always }: FacetKind) {
    return (
      <Facet
        key={name}
        label={label}
        values={counts.facets[name] ?? []}
        chosen={state.filters[name]}
        nameOf={nameOf}
        {...(always ? { always } : {})}
        onToggle={(value) => onChange(toggleFilter(state, name, value))}
      />
    );
  }
}
