import { absolute, relative, stamp } from '../lib/time.js';

interface Props {
  readonly iso: string;
  readonly now: number;
  readonly zone: string;
}

/** `24 May, 14:05 CEST · 4 minutes ago`, the full time on hover. */
export function When({ iso, now, zone }: Props) {
  if (iso === '') return null;
  return (
    <time dateTime={iso} title={absolute(iso, zone)}>
      {stamp(iso, now, zone)} <span className="quiet">· {relative(iso, now)}</span>
    </time>
  );
}
