import type { ReactNode } from 'react';
import type { StoryDetail } from '../api/decode.js';
import { languageName, signalName } from '../lib/badges.js';
import { wordCountOf } from '../lib/wire-row.js';
import { When } from './when.js';

interface Props {
  readonly detail: StoryDetail;
  readonly now: number;
  readonly zone: string;
}

/** What is known about a story besides its text. Lines without a value are left out. */
export function StoryFacts({ detail, now, zone }: Props) {
  const { row, editorial, feed, format, transmissionId, warnings } = detail;
  const { item } = row;
  const names = (
    concepts: readonly { name?: string | undefined; literal?: string | undefined }[] | undefined,
  ) =>
    (concepts ?? [])
      .map((concept) => concept.name ?? concept.literal ?? '')
      .filter(Boolean)
      .join(', ');
  const facts: readonly (readonly [string, ReactNode])[] = [
    ['This version', <When key="version" iso={row.versionCreated} now={now} zone={zone} />],
    ['Received', <When key="received" iso={row.receivedAt} now={now} zone={zone} />],
    ['Signal', row.signal && signalName(row.signal)],
    ['Version', row.version],
    ['Language', row.language && languageName(row.language)],
    ['Words', wordCountOf(row) ?? editorial.wordCount],
    ['Urgency', item?.urgency],
    ['Priority', editorial.priority],
    ['Take', editorial.takeKey],
    ['Slug', item?.slugline],
    ['Category', editorial.category?.join(', ')],
    ['Keywords', editorial.keywords?.join(', ')],
    ['Subjects', names(item?.subjects)],
    ['Places', names(item?.places)],
    ['Source', names(item?.infoSources)],
    ['Copyright', item?.copyrightNotice ?? item?.copyrightHolder],
    ['Usage', item?.usageTerms],
    ['Feed', feed],
    ['Format', format],
    ['Sequence', editorial.sequence],
    ['Item', item && <code key="uri">{item.uri}</code>],
    ['Story', <code key="story">{row.storyId}</code>],
    [
      'Transmission',
      transmissionId && (
        <a
          key="raw"
          href={`/v1/transmissions/${encodeURIComponent(transmissionId)}/raw`}
          target="_blank"
          rel="noopener"
        >
          as it was sent
        </a>
      ),
    ],
  ];
  return (
    <details className="story-part facts">
      <summary>Details</summary>
      <dl>
        {facts
          .filter(([, value]) => value !== null && value !== undefined && value !== '')
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd dir="auto">{value}</dd>
            </div>
          ))}
      </dl>
      {warnings.length > 0 && (
        <ul className="warnings">
          {warnings.map((warning, index) => (
            <li key={index}>
              <code>{warning.code}</code> {warning.detail}
            </li>
          ))}
        </ul>
      )}
    </details>
  );
}
