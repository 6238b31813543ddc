import type { IndexKind } from './index-definitions.js';

/** Names of all that lies in Elasticsearch. */
export class IndexNames {
  constructor(readonly prefix: string) {}

  /** What is read: an alias of the current generation, of filings of all months. */
  alias(kind: IndexKind): string {
    return `${this.prefix}${kind}`;
  }

  /** The generation that a rebuild fills. */
  readonly building = (): string => `${this.prefix}stories-building`;

  /** `stories-000002`; counts up with each rebuild. */
  generation(kind: IndexKind, number: number): string {
    return `${this.prefix}${kind}-${String(number).padStart(6, '0')}`;
  }

  generationNumber(index: string): number {
    return Number(/-(\d{6,})$/.exec(index)?.[1] ?? 0);
  }

  /** The index of a filing: by the month (UTC) in which it came in, which never changes. */
  filingsOf(receivedAt: string): string {
    return `${this.prefix}filings-${new Date(receivedAt).toISOString().slice(0, 7)}`;
  }

  /** What the indices of a kind are called. */
  pattern(kind: IndexKind): string {
    return kind === 'filings' ? `${this.prefix}filings-*` : `${this.prefix}${kind}-0*`;
  }

  settingsTemplate(): string {
    return `${this.prefix}search-settings`;
  }
}
