import type { NinjsItem, Signal } from '#contracts';
import type { ReadContext } from '../reader.js';
import { killTargets, signalFromWords } from '../text/index.js';
import type { DispatchDraft } from './draft.js';
import { signalOfStatus, type StatusReading } from './statuses.js';

/** The ninjs status: what takes copy back is canceled, an unknown status is withheld. */
export function pubStatusOf(status: StatusReading | undefined, signal: Signal): NinjsItem['pubStatus'] {
  if (signal === 'kill') return 'canceled';
  if (signal === 'withhold' || status === 'unknown') return 'withheld';
  return status === undefined ? undefined : 'usable';
}

/** What the item is for, and what it names. */
export interface FoundSignal {
  readonly signal: Signal;
  readonly targets: readonly string[];
}

/**
 * The status, then coded fields, then the profile's codes, then words. Words that take copy back are heard beside a
 * code that says less: copy must not stay up because a sender forgot the code.
 */
export function signalFound(
  draft: DispatchDraft,
  headline: string | undefined,
  blocks: readonly string[],
  status: StatusReading | undefined,
  { profile }: ReadContext,
): FoundSignal {
  const targets = draft.targets ?? [];
  const ofStatus = signalOfStatus(status);
  if (ofStatus !== undefined) return { signal: ofStatus, targets };
  const coded =
    draft.signal ??
    draft.signalCodes?.map((code) => profile.signalCodes[code]).find((signal) => signal !== undefined);
  const words = signalFromWords({ headline, edNote: draft.item.edNote, firstLines: blocks, profile });
  if (words?.signal === 'kill' && words.rule !== 'phrase' && coded !== 'kill') {
    const notice = [draft.item.edNote ?? '', ...blocks.slice(0, 4)].join('\n');
    return { signal: 'kill', targets: targets.length > 0 ? targets : killTargets(words.headline, notice) };
  }
  if (coded !== undefined) return { signal: coded, targets };
  if (words === undefined) return { signal: draft.revises === true ? 'update' : 'new', targets };
  const named =
    words.signal === 'kill' && targets.length === 0
      ? killTargets(words.headline, blocks.slice(0, 4).join('\n'))
      : targets;
  return { signal: words.signal, targets: named };
}
