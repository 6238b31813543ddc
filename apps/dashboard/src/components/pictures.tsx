import type { NinjsAssociation, NinjsItem } from '#contracts';
import { safeHref } from '../lib/safe-html.js';

function captionOf(association: NinjsAssociation): string | undefined {
  const { descriptions, headlines } = association;
  const caption = descriptions?.find((candidate) => candidate.role === 'caption') ?? descriptions?.[0];
  return caption?.value ?? headlines?.[0]?.value;
}

/** By-line, credit and sources, each name once. */
function creditOf(association: NinjsAssociation): string {
  const names = [
    association.by,
    ...(association.infoSources ?? []).map((source) => source.name),
    association.copyrightHolder,
  ].filter((name) => name !== undefined && name !== '');
  return [...new Set(names)].join(' / ');
}

const visual = new Set(['picture', 'graphic', 'video']);

/** Pictures by caption and credit. They are not loaded: the page asks nobody but the desk for anything. */
export function Pictures({ item, language }: { item: NinjsItem; language: string | null }) {
  const pictures = (item.associations ?? []).filter((entry) => visual.has(entry.type ?? ''));
  if (pictures.length === 0) return null;
  return (
    <section className="story-part" aria-label="Pictures">
      <h3>{pictures.length === 1 ? 'Picture' : `Pictures (${pictures.length})`}</h3>
      <ul className="pictures">
        {pictures.map((picture, index) => {
          const caption = captionOf(picture);
          const credit = creditOf(picture);
          const href = safeHref(picture.renditions?.find((rendition) => rendition.href)?.href);
          return (
            <li key={`${picture.name} ${index}`}>
              {caption && (
                <span lang={picture.language ?? language ?? undefined} dir="auto">
                  {caption}{' '}
                </span>
              )}
              {credit && <span className="quiet">{credit}</span>}
              {(picture.genres ?? []).map((genre) => (
                <span key={genre.name ?? genre.literal} className="chip">
                  {genre.name ?? genre.literal}
                </span>
              ))}
              {href && (
                <a href={href} target="_blank" rel="noopener noreferrer nofollow">
                  open {picture.type}
                </a>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
