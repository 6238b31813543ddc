import type { QueryState } from '../lib/query-state.js';
import { timePresets, type TimePreset } from '../lib/time.js';

const names: Record<TimePreset, string> = {
  any: 'Any time',
  today: 'Today',
  '24h': 'Last 24 hours',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
  range: 'Days …',
};

interface Props {
  readonly state: QueryState;
  readonly zone: string;
  readonly onChange: (time: Pick<QueryState, 'preset' | 'fromDay' | 'toDay'>) => void;
}

/** When the version was made: a preset, or a range of whole days in the reader's zone. */
export function TimeFilter({ state, zone, onChange }: Props) {
  const { preset, fromDay, toDay } = state;
  return (
    <fieldset className="facet">
      <legend>Time</legend>
      {timePresets.map((value) => (
        <label key={value} className="facet-value">
          <input
            type="radio"
            name="time"
            checked={preset === value}
            onChange={() => onChange({ preset: value, fromDay: '', toDay: '' })}
          />
          <span className="facet-name">{names[value]}</span>
        </label>
      ))}
      {preset === 'range' && (
        <div className="days">
          <label>
            From
            <input
              type="date"
              value={fromDay}
              onChange={(event) => onChange({ preset, fromDay: event.target.value, toDay })}
            />
          </label>
          <label>
            To
            <input
              type="date"
              value={toDay}
              onChange={(event) => onChange({ preset, fromDay, toDay: event.target.value })}
            />
          </label>
        </div>
      )}
      <p className="quiet small zone">Times in {zone.replaceAll('_', ' ')}</p>
    </fieldset>
  );
}
