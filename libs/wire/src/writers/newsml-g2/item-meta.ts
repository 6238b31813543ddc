import type { NinjsItem, Signal } from '#contracts';
import { element, textElement, type Content, type Markup } from '../markup.js';
import { embargoField, statusField, type ItemOptions, type Writable } from '../writer.js';
import { conceptElement, roleCode } from './coded.js';
import { isFigure } from './figures.js';

/** Signals that IPTC has a code for: http://cv.iptc.org/newscodes/signal/ */
const signals: Partial<Record<Signal, string>> = { correction: 'sig:correction', update: 'sig:update' };

/** What is said of the item rather than of its content, in the order of the standard. */
export function itemMeta(source: Writable, { provider, sent }: ItemOptions): Markup {
  const { item, signal } = source;
  const embargo = embargoField(source);
  const status = statusField(source);
  const code = signal === undefined ? undefined : signals[signal];
  const provided = item.infoSources?.find(({ role }) => role === 'provider');
  return element(
    'itemMeta',
    {},
    element('itemClass', { qcode: `ninat:${item.type ?? 'text'}` }),
    conceptElement('provider', provided ?? { name: provider }),
    element('versionCreated', {}, item.versionCreated ?? sent),
    textElement('firstCreated', item.firstCreated),
    embargo === undefined ? undefined : element('embargoed', {}, embargo),
    status === undefined ? undefined : element('pubStatus', { qcode: `stat:${status}` }),
    textElement('title', item.title),
    textElement('edNote', item.edNote),
    code === undefined ? undefined : element('signal', { qcode: code }),
    textElement('expires', item.expires),
    ...links(source),
  );
}

/** Other items: what this one takes the place of, and associations that are no pictures in its text. */
function links({ item, identity }: Writable): Content[] {
  const others = (item.associations ?? []).filter((association) => !isFigure(association, item));
  const targets = (identity?.targets ?? []).filter((target) => /^\S+$/.test(target));
  return [
    ...others.map((association) =>
      element(
        'link',
        {
          rel: roleCode(association.rel),
          href: association.renditions?.find(({ href }) => href !== undefined)?.href,
          residref: association.uri,
          version: positive(association.version),
        },
        association.type === undefined
          ? undefined
          : element('itemClass', { qcode: `ninat:${association.type}` }),
        textElement('title', association.title),
      ),
    ),
    ...targets.map((target) => element('link', { rel: 'irel:previousVersion', residref: target })),
  ];
}

/** The standard counts versions in positive numbers. */
export function positive(version: NinjsItem['version']): string | undefined {
  return version !== undefined && /^[1-9]\d{0,17}$/.test(version) ? version : undefined;
}
