import { ninjsStandard, type Dispatch, type Editorial, type Warning } from '#contracts';
import type { ReadContext } from '../reader.js';
import { readDateline } from '../text/index.js';
import { WireError } from '../wire-error.js';
import { bodiesOf, bodyOf } from './body.js';
import type { DispatchDraft } from './draft.js';
import { headlineOf, headlinesOf } from './headline.js';
import { readDate, versionTime } from './instants.js';
import { embargoFound } from './item-embargo.js';
import { altIdsOf, identityOf } from './item-identity.js';
import { languageOf } from './item-language.js';
import { pubStatusOf, signalFound } from './item-signal.js';
import { readStatus, type StatusReading } from './statuses.js';
import { tidy, tidyText, type TidyCount } from './tidy.js';
import { tidyItem } from './tidy-item.js';
import { validItem } from './valid-item.js';

/**
 * Finishes an item: the one place where what a reader found becomes a dispatch. Makes the uri valid, chooses the
 * language, fills signal, embargo, dateline and counts, cleans all strings and proves the item against ninjs 3.1.
 * Throws `WireError` (`item_without_content`, `ninjs_invalid`) when no dispatch can come of it.
 */
export function buildDispatch(draft: DispatchDraft, context: ReadContext): Dispatch {
  const warnings: Warning[] = [...(draft.warnings ?? [])];
  const count: TidyCount = { removed: 0 };
  const body = bodyOf(draft, count);
  const status = draft.pubStatusRaw === undefined ? undefined : readStatus(draft.pubStatusRaw);
  if (status === 'unknown') {
    warnings.push({
      code: 'status_unknown',
      detail: `withheld because of the status ${draft.pubStatusRaw ?? ''}`,
    });
  }
  const headline = headlineOf(draft, body.plain, warnings, count);
  if (headline === undefined && body.plain === '' && !hasOtherContent(draft, status)) {
    throw new WireError('item_without_content', 'the item has neither a headline nor a text');
  }

  const blocks = body.plain === '' ? [] : body.plain.split('\n\n');
  const dateline =
    draft.editorial?.dateline ?? readDateline(blocks, context.profile, context.receivedAt)?.dateline;
  const embargo = embargoFound(draft, headline, blocks, status, context);
  if (embargo?.state === 'unreadable') {
    warnings.push({ code: 'embargo_unreadable', detail: embargo.text.slice(0, 200) });
  }
  const { signal, targets } = signalFound(draft, headline, blocks, status, context);
  const language = languageOf(draft, body.plain, headline, context, warnings);
  const time = versionTime(draft.versionCreatedRaw, dateline?.date, context, warnings);
  const first = readDate('firstCreated', draft.firstCreatedRaw, context, warnings);
  const id = identityOf(draft, body.plain, headline, dateline?.text, context);

  const item: Record<string, unknown> = {
    ...draft.item,
    uri: id.uri,
    type: draft.item.type ?? 'text',
    standard: ninjsStandard,
    version: id.version ?? draft.item.version,
    versionCreated: time.shown,
    firstCreated: first?.instant ?? draft.item.firstCreated,
    pubStatus: pubStatusOf(status, signal) ?? draft.item.pubStatus,
    embargoedUntil: embargo?.state === 'until' ? embargo.until : undefined,
    language: language.used,
    located: draft.item.located ?? dateline?.place,
    headlines: headlinesOf(draft, headline),
    bodies: bodiesOf(draft, body),
    altIds: altIdsOf(draft, id.original),
  };
  const valid = tidyItem(item, count) ?? validItem(tidy(item, count) as Record<string, unknown>, warnings);
  if (count.removed > 0) {
    warnings.push({ code: 'controls_removed', detail: `${count.removed} characters that are no text` });
  }

  const editorial = tidy({ ...draft.editorial, dateline }, count) as Partial<Editorial> | undefined;
  const finished: Dispatch = {
    format: draft.format,
    item: valid,
    signal,
    identity: { story: id.story, basis: id.basis },
    editorial: { ...editorial, category: editorial?.category ?? [], keywords: editorial?.keywords ?? [] },
    text: { plain: body.plain },
    warnings: warnings.map(({ code, detail }) => ({ code, detail: tidyText(detail, count) })),
  };
  if (finished.editorial.dateline) finished.editorial.dateline.agencies ??= [];
  if (id.version !== undefined) finished.identity.version = id.version;
  if (time.declared !== undefined) finished.identity.versionCreated = time.declared;
  if (targets.length > 0) finished.identity.targets = targets.map((target) => tidyText(target, count));
  if (embargo !== undefined) finished.embargo = { ...embargo, text: tidyText(embargo.text, count) };
  if (language.used !== undefined) finished.text.language = language.used;
  if (draft.declaredLanguage) finished.text.declaredLanguage = tidyText(draft.declaredLanguage, count);
  return finished;
}

/**
 * What bears a declared id is a version of a story even when it is empty; pictures, packages and notices that take
 * copy back say something without a headline or a text.
 */
function hasOtherContent({ item, storyKey }: DispatchDraft, status: StatusReading | undefined): boolean {
  return (
    (storyKey ?? item.uri ?? '') !== '' ||
    status === 'canceled' ||
    status === 'withheld' ||
    (item.renditions?.length ?? 0) > 0 ||
    (item.associations?.length ?? 0) > 0 ||
    (item.descriptions?.length ?? 0) > 0
  );
}
