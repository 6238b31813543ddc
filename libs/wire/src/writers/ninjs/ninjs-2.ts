import type { NinjsAssociation, NinjsItem } from '#contracts';
import { jsonDocument } from '../json.js';
import { embargoField, statusWithoutEmbargo, type ItemWriter } from '../writer.js';

const standard = {
  name: 'ninjs',
  version: '2.1',
  schema: 'http://www.iptc.org/std/ninjs/ninjs-schema_2.1.json#',
};

/**
 * ninjs 2.1: https://iptc.org/std/ninjs/. It has no place for the types event and planning, the relation of an
 * association, ids of events, and of renditions aspect ratio, codec, frame rate, protocol, scan type and bit rate; all
 * else of the item is kept. Of the dispatch, what ninjs 3 leaves out is left out here too.
 */
export const ninjs2Writer: ItemWriter = {
  format: 'ninjs-2',
  contentType: 'application/json',
  extension: 'json',
  write: (source) =>
    jsonDocument({
      ...newsObject({
        ...source.item,
        pubStatus: statusWithoutEmbargo(source),
        embargoedUntil: embargoField(source) || undefined,
      }),
      standard,
      associations: source.item.associations?.map((association) => ({
        name: association.name,
        ...newsObject(association),
      })),
    }),
};

type NewsObject = Omit<NinjsItem | NinjsAssociation, 'associations'>;

/** Members in the spelling of ninjs 2, which writes all names in lower case. */
function newsObject(item: NewsObject): Record<string, unknown> {
  return {
    uri: item.uri,
    type: item.type === 'event' || item.type === 'planning' ? undefined : item.type,
    representationtype: item.representationType,
    profile: item.profile,
    version: item.version,
    firstcreated: item.firstCreated,
    versioncreated: item.versionCreated,
    contentcreated: item.contentCreated,
    embargoed: item.embargoedUntil,
    pubstatus: item.pubStatus,
    urgency: item.urgency,
    copyrightholder: item.copyrightHolder,
    copyrightnotice: item.copyrightNotice,
    usageterms: item.usageTerms,
    ednote: item.edNote,
    language: item.language,
    descriptions: item.descriptions?.map(textWithRole),
    bodies: item.bodies?.map(({ charCount, wordCount, ...body }) => ({
      ...textWithRole(body),
      charcount: charCount,
      wordcount: wordCount,
    })),
    headlines: item.headlines?.map(textWithRole),
    people: item.people,
    organisations: item.organisations,
    places: item.places,
    subjects: item.subjects,
    events: item.events?.map(({ name, rel, uri, literal }) => ({ name, rel, uri, literal })),
    objects: item.objects,
    infosources: item.infoSources,
    title: item.title,
    by: item.by,
    slugline: item.slugline,
    located: item.located,
    renditions: item.renditions?.map(
      ({ name, href, contentType, title, width, height, sizeInBytes, duration, format }) => ({
        name,
        href,
        contenttype: contentType,
        title,
        width,
        height,
        sizeinbytes: sizeInBytes,
        duration,
        format,
      }),
    ),
    altids: item.altIds,
    genres: item.genres,
    expires: item.expires,
    rightsinfo: rights(item.rightsInfo),
  };
}

function textWithRole(text: NonNullable<NinjsItem['headlines']>[number]): Record<string, unknown> {
  return { role: text.role, contenttype: text.contentType, value: text.value };
}

function rights(info: NinjsItem['rightsInfo']): Record<string, unknown> | undefined {
  if (info === undefined) return undefined;
  return { langid: info.langId, linkedrights: info.linkedRights, encodedrights: info.encodedRights };
}
