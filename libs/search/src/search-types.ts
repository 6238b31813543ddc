import type { EventData, NinjsItem, Signal, StoryStatus } from '#contracts';
import type { QueryNode } from '#query';

/** Who asks, as far as a search engine must know. */
export interface SearchReader {
  /** Providers whose copy the reader may see; `*` = all. */
  readonly providers: '*' | readonly string[];
  /** Whether the reader may see embargoed and withheld copy when it asks for it: operators only. */
  readonly seesHeld: boolean;
}

export const searchViews = ['groups', 'stories', 'filings', 'clusters'] as const;
/** What one hit is: a text (whatever providers carry it), a story, a filing, an event. */
export type SearchView = (typeof searchViews)[number];

export const searchSorts = ['new', 'old', 'relevance'] as const;
export type SearchSort = (typeof searchSorts)[number];

export const facetNames = [
  'provider',
  'language',
  'status',
  'signal',
  'category',
  'subject',
  'urgency',
  'day',
] as const;
export type FacetName = (typeof facetNames)[number];

/** Values of which a document must have one; an absent filter lets everything pass. */
export interface SearchFilters {
  readonly provider?: readonly string[];
  /** BCP-47; a tag takes in its narrower ones (`fr` takes in `fr-CA`). */
  readonly language?: readonly string[];
  readonly status?: readonly StoryStatus[];
  readonly signal?: readonly Signal[];
  readonly category?: readonly string[];
  readonly subject?: readonly string[];
  readonly urgency?: readonly number[];
  /** Earliest instant of the version, inclusive, ISO 8601. */
  readonly from?: string;
  /** Latest instant of the version, exclusive, ISO 8601. */
  readonly to?: string;
}

export interface SearchRequest {
  readonly query: QueryNode;
  readonly filters: SearchFilters;
  readonly view: SearchView;
  readonly sort: SearchSort;
  /** Hits on one page. */
  readonly limit: number;
  /** Where the page before ended: only what the same engine gave for the same question is accepted. */
  readonly cursor: string | null;
  readonly facets: readonly FacetName[];
  readonly highlight: boolean;
  /** Asks for embargoed and withheld copy as well; ignored unless the reader may see it. */
  readonly includeHeld: boolean;
}

/** Another readable story of the same text. */
export interface AlsoFrom {
  readonly provider: string;
  readonly storyId: string;
  /** Part of the hit's text that is found there, 0–1; null when nothing was measured. */
  readonly share: number | null;
}

/** Fragments with `<mark>` around what matched; everything else is escaped for HTML. */
export interface HitHighlight {
  readonly headline: string | null;
  readonly body: readonly string[];
}

/** A story in a list. Of killed copy only the mark is left: the item has a headline and no text. */
export interface SearchHit {
  readonly storyId: string;
  readonly groupId: string;
  readonly clusterId: string | null;
  readonly revision: number;
  readonly status: StoryStatus;
  readonly statusReason: string | null;
  readonly originalKilled: boolean;
  readonly signal: Signal;
  readonly corrected: boolean;
  readonly provider: string;
  readonly feed: string;
  readonly language: string | null;
  readonly alsoFrom: readonly AlsoFrom[];
  readonly version: string | null;
  readonly versionCount: number;
  readonly versionCreated: string;
  readonly receivedAt: string;
  readonly updatedAt: string;
  readonly embargoedUntil: string | null;
  readonly item: NinjsItem;
  readonly highlight?: HitHighlight;
}

export interface FacetCount {
  readonly value: string;
  readonly count: number;
}

/** Counts count what the view shows, after rights. */
export interface SearchResult {
  readonly total: number;
  /** `gte` = counting stopped at `total`; the facets then count that many of the newest hits. */
  readonly totalRelation: 'eq' | 'gte';
  readonly hits: readonly SearchHit[];
  readonly facets: Partial<Record<FacetName, readonly FacetCount[]>>;
  /** Gives the next page; null on the last one. */
  readonly cursor: string | null;
  /** Milliseconds. */
  readonly took: number;
}

/** What became of one document of a batch. */
export type IndexOutcome =
  | { readonly storyId: string; readonly outcome: 'indexed' }
  /** The index already holds this revision or a newer one. */
  | { readonly storyId: string; readonly outcome: 'older' }
  /** This document can never be indexed; the others are not touched by it. */
  | { readonly storyId: string; readonly outcome: 'refused'; readonly code: string; readonly detail: string };

/** The groups about one event, as its event says. */
export type ClusterRecord = EventData<'wire.cluster.changed.v1'>;

/** What became of one filing or cluster; `id` is its dispatch or cluster. */
export type RecordOutcome =
  | { readonly id: string; readonly outcome: 'indexed' }
  /** The index already holds this revision or a newer one. */
  | { readonly id: string; readonly outcome: 'older' }
  /** The engine has no view of such records and keeps none. */
  | { readonly id: string; readonly outcome: 'not_kept' }
  | { readonly id: string; readonly outcome: 'refused'; readonly code: string; readonly detail: string };

export interface Removal {
  readonly storyId: string;
  /** Revision of the removal; without one the revision in the index stands. */
  readonly revision?: number;
}

/** A story as the index has it. */
export interface FoundStory {
  readonly revision: number;
  readonly status: StoryStatus;
}

/** Why a story is related to another, the strongest first. */
export const relations = ['same_text', 'linked', 'same_event', 'similar_title'] as const;
export type Relation = (typeof relations)[number];

export interface RelatedStory {
  readonly relation: Relation;
  readonly story: SearchHit;
}

/** What an engine can do; the core that each has is held by the contract suite. */
export interface SearchCapabilities {
  readonly words: boolean;
  readonly phrases: boolean;
  readonly boolean: boolean;
  readonly filters: boolean;
  readonly facets: boolean;
  readonly highlights: boolean;
  readonly cursor: boolean;
  readonly rights: boolean;
  /** Whether a document is found as soon as `index` resolved, or after the next refresh. */
  readonly freshness: 'immediate' | 'refresh';
  readonly views: readonly SearchView[];
}

export interface SearchHealth {
  readonly ok: boolean;
  /** Roughly, from the engine's own statistics. */
  readonly documents: number;
  readonly detail: string | null;
}
