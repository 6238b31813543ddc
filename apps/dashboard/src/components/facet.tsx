import { useState } from 'react';
import type { FacetValue } from '../lib/wire-list.js';

interface Props {
  readonly label: string;
  readonly values: readonly FacetValue[];
  readonly chosen: readonly string[];
  /** Values that are on offer even when nothing listed has them. */
  readonly always?: readonly string[];
  readonly nameOf: (value: string) => string;
  readonly onToggle: (value: string) => void;
}

const shownAtFirst = 8;

/** One facet: its values with counts, the chosen ones always among them. */
export function Facet({ label, values, chosen, always = [], nameOf, onToggle }: Props) {
  const [all, setAll] = useState(false);
  const [before, setBefore] = useState(values);
  // With one value chosen the server counts only that one: the others stay on offer, without a number.
  if (chosen.length === 0 && values !== before) setBefore(values);
  const counted = new Map(values.map((entry) => [entry.value, entry.count]));
  const names = [
    ...new Set([...before.map((entry) => entry.value), ...counted.keys(), ...always, ...chosen]),
  ];
  const entries = (chosen.length === 0 ? [...new Set([...counted.keys(), ...always])] : names).map(
    (value) => ({
      value,
      count: counted.get(value),
    }),
  );
  if (entries.length === 0) return null;
  const shown = all
    ? entries
    : entries.filter((entry, index) => index < shownAtFirst || chosen.includes(entry.value));
  return (
    <fieldset className="facet">
      <legend>{label}</legend>
      {shown.map(({ value, count }) => (
        <label key={value} className="facet-value">
          <input type="checkbox" checked={chosen.includes(value)} onChange={() => onToggle(value)} />
          <span className="facet-name">{nameOf(value)}</span>
          <span className="count">{count?.toLocaleString('en-GB')}</span>
        </label>
      ))}
      {entries.length > shownAtFirst && (
        <button type="button" className="plain small" onClick={() => setAll(!all)}>
          {all ? 'Fewer' : `All ${entries.length}`}
        </button>
      )}
    </fieldset>
  );
}
