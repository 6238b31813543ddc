import { asString, isObject } from '../support/json-record.js';

const maxAssociations = 500;
const maxRenditions = 200;

const typeNames: Readonly<Record<string, string>> = {
  graphics: 'graphic',
  'online report': 'composite',
  'online reports': 'composite',
  'broadcast video': 'video',
};

/**
 * An item with the members named as ninjs names them, so that what the two have in common is read by one code.
 * Renditions are known by a tag for which an address has to be asked; only addresses are links.
 */
export function asNinjs(
  item: Readonly<Record<string, unknown>>,
  nested = true,
): Readonly<Record<string, unknown>> {
  const type = asString(item['type'])?.toLowerCase().replaceAll('_', ' ') ?? '';
  const { headLine, ...others } = item;
  return {
    ...others,
    headline: headLine ?? item['headline'],
    slugline: item['slug'] ?? item['slugline'],
    type: Object.hasOwn(typeNames, type) ? typeNames[type] : type,
    ...(nested ? {} : { description_caption: item['caption'] }),
    renditions: listOf(item['renditions'], maxRenditions).map((rendition, index) =>
      renditionOf(rendition, index),
    ),
    associations: nested
      ? listOf(item['associations'], maxAssociations).map((member) => asNinjs(member, false))
      : [],
  };
}

function renditionOf(rendition: Readonly<Record<string, unknown>>, index: number): object {
  const uri = asString(rendition['uri']) ?? '';
  const isAddress = /^https?:/i.test(uri);
  return {
    ...rendition,
    name: asString(rendition['code']) ?? asString(rendition['rendition']) ?? `rendition-${index + 1}`,
    ...(isAddress ? { href: uri } : { title: uri === '' ? rendition['title'] : uri }),
  };
}

function listOf(value: unknown, limit: number): Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? (value as unknown[]).slice(0, limit).filter(isObject) : [];
}
