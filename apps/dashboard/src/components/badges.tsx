import { badgesOf } from '../lib/badges.js';
import type { WireRow } from '../lib/wire-row.js';

/** The marks of a story: killed, embargo, corrected and so on, in words as well as in colour. */
export function Badges({ row }: { row: WireRow }) {
  return badgesOf(row).map((badge) => (
    <span key={badge.text} className={`badge badge-${badge.tone}`} title={badge.title}>
      {badge.text}
    </span>
  ));
}
