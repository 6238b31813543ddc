import type { FilingFacts } from '#contracts';
import type { StatusReason } from './fold-story.js';
import type { Transition } from './transition.js';

/** Something that an operator must know; becomes `wire.alert.raised.v1`. */
export interface DeskAlert {
  readonly code: string;
  readonly detail: string;
  readonly storyId: string | null;
  readonly provider: string;
  readonly transmissionId: string;
}

const needsOperator: Partial<Record<StatusReason, string>> = {
  held_after_kill: 'a version that ranks above the kill of its story waits for release',
  embargo_unreadable: 'an embargo is named and its instant cannot be read: the story is held until released',
  copy_of_killed: 'a story is held because the same provider killed another one with its text',
};

/** The alerts that follow from a filing: stories that came to wait for an operator, ids used again, kills of nothing. */
export function alertsOf(
  filing: FilingFacts,
  transitions: readonly Transition[],
  targets: readonly string[],
): DeskAlert[] {
  const about = { provider: filing.provider, transmissionId: filing.transmissionId };
  const alerts = transitions.flatMap(({ storyId, before, after }): DeskAlert[] => {
    const raised: DeskAlert[] = [];
    const reason = after?.reason ?? null;
    const detail = reason !== null && reason !== before?.reason ? needsOperator[reason] : undefined;
    if (reason !== null && detail !== undefined) raised.push({ code: reason, detail, storyId, ...about });
    if (after?.state.reused && !before?.state.reused) raised.push({ ...reuseAlert, storyId, ...about });
    return raised;
  });
  const isPending =
    filing.targets.length > 0 &&
    targets.length === 0 &&
    !transitions.some(({ after }) => after?.state.control === filing);
  return isPending ? [...alerts, { ...pendingAlert, storyId: null, ...about }] : alerts;
}

const reuseAlert = {
  code: 'guid_reuse',
  detail: 'the new version of a story shares no text with the one before: its id may have been used again',
} as const;

const pendingAlert = {
  code: 'kill_target_unknown',
  detail: 'a kill or withhold names an item that has not come; it is kept and applied when it comes',
} as const;

/** A kill or withhold of which nobody can tell what it means. */
export function orphanAlert(filing: FilingFacts): DeskAlert {
  const what = filing.standing === 'canceled' ? 'kill' : 'withhold';
  return {
    code: `${what}_without_target`,
    detail: `a ${what} has no id and names no item: it touched nothing and waits in quarantine`,
    storyId: null,
    provider: filing.provider,
    transmissionId: filing.transmissionId,
  };
}
