import type { NinjsAssociation, NinjsItem, NinjsRendition } from '#contracts';
import { plainLine, plainText } from '../../html/index.js';
import type { ReadContext } from '../../reader.js';
import { uriOf } from '../support/addresses.js';
import { associationIds } from '../support/association-ids.js';
import { defined, unlessEmpty } from '../support/defined.js';
import { instantOf } from '../support/instants.js';
import { JsonRecord } from '../support/json-record.js';

const maxAssociations = 500;
const maxRenditions = 50;

const types: Readonly<Record<string, NinjsAssociation['type']>> = {
  image: 'picture',
  picture: 'picture',
  photo: 'picture',
  graphic: 'graphic',
  infographic: 'graphic',
  audio: 'audio',
  video: 'video',
};

/**
 * Every entry calls itself `composite`. One with a text is a text with its pictures; one without is what its media
 * are, and composite only when they are of several kinds.
 */
export function typeOf(entry: JsonRecord, hasText: boolean): NinjsItem['type'] {
  const kinds = new Set(members(entry).map((member) => kindOf(member)));
  if (hasText || kinds.size === 0) return 'text';
  return kinds.size === 1 ? ([...kinds][0] ?? 'text') : 'composite';
}

/** Pictures, sound and films in the order of their rank in the document. */
export function associations(entry: JsonRecord, context: ReadContext): NinjsAssociation[] | undefined {
  const parent = entry.string('urn');
  return unlessEmpty(
    members(entry).map((member, index) => {
      const name = `${kindOf(member) ?? 'association'}-${member.string('rank') ?? index + 1}`;
      const caption = plainText(member.string('caption') ?? '');
      const headline = plainLine(member.string('headline') ?? '');
      return {
        ...associationIds(member.string('urn'), parent, name, context),
        name,
        rel: member.get('is_featureimage') === true ? 'featureimage' : 'associated',
        ...defined({
          type: kindOf(member),
          version: member.string('version'),
          versionCreated: instantOf(member.string('version_created'), context),
          headlines: headline === '' ? undefined : [{ role: 'main', value: headline }],
          descriptions: caption === '' ? undefined : [{ role: 'caption', value: caption }],
          by: plainLine(member.string('creditline') ?? '') || undefined,
          renditions: renditions(member),
        }),
      };
    }),
  );
}

/** Renditions of an entry that is a picture or a sound itself: those of the association with its own urn. */
export function renditionsOf(entry: JsonRecord, urn: string | undefined): NinjsRendition[] | undefined {
  const itself = members(entry).find((member) => urn !== undefined && member.string('urn') === urn);
  return itself === undefined ? undefined : renditions(itself);
}

function members(entry: JsonRecord): JsonRecord[] {
  return entry
    .list('associations')
    .slice(0, maxAssociations)
    .flatMap((member) => JsonRecord.of(member) ?? []);
}

function kindOf(member: JsonRecord): NinjsAssociation['type'] {
  const kind = member.string('type')?.toLowerCase() ?? '';
  return Object.hasOwn(types, kind) ? types[kind] : undefined;
}

function renditions(member: JsonRecord): NinjsRendition[] | undefined {
  const found = member.list('renditions').slice(0, maxRenditions);
  return unlessEmpty(
    found.flatMap((value, index) => {
      const record = JsonRecord.of(value);
      if (record === undefined) return [];
      const size = record.string('size');
      return [
        {
          name: record.string('role') ?? (size === undefined ? `rendition-${index + 1}` : `s${size}`),
          ...defined({
            href: uriOf(record.string('url', 'href')),
            contentType: record.string('mimetype'),
            width: record.integer('width'),
            height: record.integer('height'),
            duration: record.number('duration'),
            bitrate: record.string('audiobitrate', 'videobitrate'),
          }),
        },
      ];
    }),
  );
}
