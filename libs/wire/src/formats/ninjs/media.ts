import type { NinjsAssociation, NinjsRendition } from '#contracts';
import type { ReadContext } from '../../reader.js';
import { associationIds } from '../support/association-ids.js';
import { uriOf } from '../support/addresses.js';
import { defined, unlessEmpty } from '../support/defined.js';
import { asString, isObject, JsonRecord } from '../support/json-record.js';
import { altIdsOf, newsObject } from './news-object.js';

const maxRenditions = 200;
const maxAssociations = 500;

/** Renditions: an object by name (ninjs 1) or a list with names (2, 3). */
export function renditions(item: JsonRecord): NinjsRendition[] | undefined {
  return unlessEmpty(
    named(item.get('renditions'), 'rendition', maxRenditions).map(([name, member]) => {
      const record = new JsonRecord(member);
      return {
        name,
        ...defined({
          href: uriOf(record.string('href', 'url')),
          contentType: record.string('contenttype', 'mimetype'),
          title: record.string('title'),
          width: record.integer('width'),
          height: record.integer('height'),
          sizeInBytes: record.integer('sizeinbytes', 'size'),
          duration: record.number('duration'),
          format: record.string('format'),
          aspectRatio: record.string('aspectratio'),
          videoCodec: record.string('videocodec'),
          frameRate: record.number('framerate'),
          transportProtocol: record.string('transportprotocol'),
          bitrate: record.string('bitrate'),
        }),
      };
    }),
  );
}

/** Associations, one level deep: an object by name whose members may be lists (ninjs 1), or a list with names. */
export function associations(item: JsonRecord, context: ReadContext): NinjsAssociation[] | undefined {
  return unlessEmpty(
    named(item.get('associations'), 'association', maxAssociations).map(([name, member]) => {
      const record = new JsonRecord(member);
      const media = renditions(record);
      return {
        ...newsObject(record, context),
        ...idsOf(record, media, item.string('uri', 'guid'), name, context),
        name,
        ...defined({ rel: record.string('rel'), renditions: media }),
      };
    }),
  );
}

function idsOf(
  record: JsonRecord,
  media: readonly NinjsRendition[] | undefined,
  parent: string | undefined,
  name: string,
  context: ReadContext,
): Pick<NinjsAssociation, 'uri' | 'altIds'> {
  const address = media?.find(({ href }) => href !== undefined)?.href;
  const ids = associationIds(
    record.string('uri', 'guid', 'id', '_id', 'href') ?? address,
    parent,
    name,
    context,
  );
  const altIds = [...(ids.altIds ?? []), ...(altIdsOf(record) ?? [])];
  return altIds.length === 0 ? ids : { ...ids, altIds };
}

function named(value: unknown, kind: string, limit: number): (readonly [string, Record<string, unknown>])[] {
  const found: (readonly [string, Record<string, unknown>])[] = [];
  const add = (name: string, member: unknown): void => {
    if (isObject(member) && found.length < limit) found.push([name, member]);
  };
  if (Array.isArray(value)) {
    value.forEach((member: unknown, index) => {
      const name = isObject(member) ? asString(member['name']) : undefined;
      add(name === undefined || name.trim() === '' ? `${kind}-${index + 1}` : name, member);
    });
  } else if (isObject(value)) {
    for (const [name, member] of Object.entries(value)) {
      if (!Array.isArray(member)) add(name, member);
      else member.forEach((part: unknown, index) => add(index === 0 ? name : `${name}-${index + 1}`, part));
    }
  }
  return found;
}
