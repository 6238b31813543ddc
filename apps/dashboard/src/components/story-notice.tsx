import { withheldReason } from '../lib/badges.js';
import { relative, stamp } from '../lib/time.js';
import { isGone, type WireRow } from '../lib/wire-row.js';

interface Props {
  readonly row: WireRow;
  readonly now: number;
  readonly zone: string;
}

/** What must be read before the text: a kill, an embargo, a hold, a killed original, the agency's note to editors. */
export function StoryNotice({ row, now, zone }: Props) {
  if (isGone(row)) {
    return (
      <p className="notice notice-killed">
        <strong>Killed.</strong> {row.provider} took this story back. Its text is gone from the desk; take it
        down wherever it was used.
      </p>
    );
  }
  return (
    <>
      {row.status === 'embargoed' && (
        <p className="notice notice-embargo">
          <strong>Embargo.</strong>{' '}
          {row.embargoedUntil === null
            ? 'Not for publication until it is lifted.'
            : `Not for publication before ${stamp(row.embargoedUntil, now, zone)} (${relative(row.embargoedUntil, now)}).`}
        </p>
      )}
      {row.status === 'withheld' && (
        <p className="notice notice-withheld">
          <strong>Withheld.</strong> {withheldReason(row.statusReason)}
        </p>
      )}
      {row.originalKilled && (
        <p className="notice notice-killed">
          <strong>Original killed.</strong> Another provider&apos;s original of this text was taken back.
          Check before use.
        </p>
      )}
      {row.item?.edNote && (
        <p className="notice" dir="auto">
          <strong>Note to editors.</strong> {row.item.edNote}
        </p>
      )}
    </>
  );
}
