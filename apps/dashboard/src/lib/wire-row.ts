import type { NinjsItem, Signal, StoryStatus } from '#contracts';

/** Another story that carries the same text. */
export interface AlsoFrom {
  readonly provider: string;
  readonly storyId: string;
  /** Part of the shown text that is found there, 0–1; null when the server did not say. */
  readonly share: number | null;
}

/** Fragments of a hit, with `<mark>` around what matched and everything else escaped. */
export interface RowHighlight {
  readonly headline: string | null;
  readonly body: readonly string[];
}

/** One line of the wire: what a search hit and a stream event have in common. */
export interface WireRow {
  readonly storyId: string;
  readonly groupId: string | null;
  /** +1 with each change of the story; an event or hit with a lower one is old news. */
  readonly revision: number;
  readonly status: StoryStatus;
  readonly statusReason: string | null;
  readonly originalKilled: boolean;
  readonly signal: Signal | null;
  readonly corrected: boolean;
  readonly provider: string;
  readonly headline: string;
  readonly language: string | null;
  /** ISO instant of the version, the time by which the wire is ordered. */
  readonly versionCreated: string;
  readonly receivedAt: string;
  readonly embargoedUntil: string | null;
  readonly version: string | null;
  readonly versionCount: number | null;
  readonly alsoFrom: readonly AlsoFrom[];
  readonly highlight: RowHighlight | null;
  /** The copy itself; null once it must not be shown any more. */
  readonly item: NinjsItem | null;
  /** When the page last changed this row in place, for a short flash; null for rows as they were loaded. */
  readonly touchedAt: number | null;
}

/** Whether the copy was taken back: its text is never shown, whatever the server or the page still holds. */
export function isGone(row: Pick<WireRow, 'status'>): boolean {
  return row.status === 'canceled';
}

/** The row as it is shown after a kill: headline and ids stay, the text goes. */
export function emptied(row: WireRow): WireRow {
  return isGone(row) ? { ...row, item: null, highlight: null } : row;
}

/** Words in the body: what the item says of itself, or null. */
export function wordCountOf(row: WireRow): number | null {
  const body = row.item?.bodies?.find((candidate) => candidate.role === 'main') ?? row.item?.bodies?.[0];
  return body?.wordCount ?? null;
}
