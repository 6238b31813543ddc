import type { DataSource } from 'typeorm';
import type { StorySnapshot } from '#contracts';
import type { RelatedStory, Relation, SearchReader } from '../search-types.js';
import { forReader, knownCopies, toHit } from '../story-view.js';
import { sharedAtLeast, sharedWords, titleWords } from '../title-words.js';
import { scopedLexeme } from './search-vector.js';

/** Stories about the same thing come within days. */
const daysAround = 4;
const candidatesAtMost = 500;
const wordsAtMost = 20;

interface Candidate {
  snapshot: StorySnapshot;
  relation: Relation;
}

/** Stories of the same text, linked ones, ones of the same event and ones with a similar title; each once. */
export async function findRelated(
  dataSource: DataSource,
  story: StorySnapshot,
  reader: SearchReader,
  limit: number,
): Promise<RelatedStory[]> {
  const rights = reader.providers === '*' ? null : [...reader.providers];
  const linked = (story.item.associations ?? []).map((association) => association.uri);
  const certain: Candidate[] = await dataSource.query(
    `select snapshot, case
         when group_id = $2::uuid then 'same_text'
         when item_uri = any($3::text[]) then 'linked'
         else 'same_event'
       end as relation
     from search.documents
     where (group_id = $2::uuid or item_uri = any($3::text[]) or cluster_id = $4::uuid)
       and story_id <> $1::uuid and status = 'usable' and ($5::text[] is null or provider = any($5::text[]))
     order by case when group_id = $2::uuid then 1 when item_uri = any($3::text[]) then 2 else 3 end,
       version_created, story_id
     limit $6`,
    [story.storyId, story.groupId, linked, story.clusterId, rights, limit],
  );
  const similar =
    certain.length < limit && story.status === 'usable' ? await similarTitles(dataSource, story, rights) : [];
  const known = new Set(certain.map(({ snapshot }) => snapshot.storyId));
  const all = [...certain, ...similar.filter(({ snapshot }) => !known.has(snapshot.storyId))];
  return all.slice(0, limit).map(({ snapshot, relation }) => {
    const shown = forReader(snapshot, reader);
    return { relation, story: toHit(shown, knownCopies(shown, reader)) };
  });
}

async function similarTitles(
  dataSource: DataSource,
  story: StorySnapshot,
  rights: readonly string[] | null,
): Promise<Candidate[]> {
  const words = titleWords(story);
  if (words.size < 2) return [];
  const tsquery = [...words]
    .slice(0, wordsAtMost)
    .map((word) => `'${scopedLexeme('headline', word)}'`)
    .join(' | ');
  const rows: { snapshot: StorySnapshot }[] = await dataSource.query(
    `with near as materialized (
       select story_id, words from search.documents
       where words @@ $1::tsquery and status = 'usable' and not original_killed and group_id <> $2::uuid
         and sort_at between $3::timestamptz - make_interval(days => $4) and $3::timestamptz + make_interval(days => $4)
         and ($5::text[] is null or provider = any($5::text[]))
       order by sort_at desc limit ${candidatesAtMost}
     )
     select d.snapshot
     from (select story_id, ts_rank(words, $1::tsquery) as score from near order by score desc limit 50) as best
     join search.documents d using (story_id)`,
    [tsquery, story.groupId, story.versionCreated, daysAround, rights],
  );
  return rows
    .map(({ snapshot }) => ({ snapshot, share: sharedWords(words, titleWords(snapshot)) }))
    .filter(({ share }) => share >= sharedAtLeast)
    .sort((a, b) => b.share - a.share)
    .map(({ snapshot }) => ({ snapshot, relation: 'similar_title' }));
}
