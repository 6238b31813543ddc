import { isGone, type WireRow } from './wire-row.js';

/** A mark on a story; `tone` names its colour. */
export interface Badge {
  readonly tone: 'killed' | 'embargo' | 'withheld' | 'corrected' | 'updated' | 'advisory' | 'urgent';
  readonly text: string;
  /** A sentence for whoever asks what the mark means. */
  readonly title: string;
}

/** The marks of a row, the gravest first. */
export function badgesOf(row: WireRow): Badge[] {
  const badges: Badge[] = [];
  if (isGone(row)) {
    badges.push({
      tone: 'killed',
      text: 'Killed',
      title: 'The provider took this copy back. Do not use it.',
    });
    return badges;
  }
  if (row.status === 'embargoed') {
    badges.push({ tone: 'embargo', text: 'Embargo', title: 'Not for publication before the embargo ends.' });
  }
  if (row.status === 'withheld') {
    badges.push({ tone: 'withheld', text: 'Withheld', title: withheldReason(row.statusReason) });
  }
  if (row.originalKilled) {
    badges.push({
      tone: 'killed',
      text: 'Original killed',
      title: 'The provider of the original took the same text back. Check before use.',
    });
  }
  if (row.corrected || row.signal === 'correction') {
    badges.push({ tone: 'corrected', text: 'Corrected', title: 'This version corrects an earlier one.' });
  } else if (row.signal === 'update') {
    badges.push({ tone: 'updated', text: 'Update', title: 'A later version of a story sent before.' });
  }
  if (row.signal === 'advisory') {
    badges.push({ tone: 'advisory', text: 'Advisory', title: 'A note to editors, not copy.' });
  }
  return badges;
}

const reasons: Record<string, string> = {
  killed: 'Taken back by the provider.',
  embargo: 'Held until its embargo ends.',
  embargo_unreadable: 'It speaks of an embargo whose time could not be read: an operator must decide.',
  held_after_kill: 'It came after a kill of the same story: an operator must decide.',
  copy_of_killed: 'It carries a text that was killed: an operator must decide.',
  provider_withheld: 'The provider asks not to use it for now.',
};

/** Why a story is held back, in a sentence. */
export function withheldReason(reason: string | null): string {
  if (reason === null) return 'Held back: not for publication.';
  return reasons[reason] ?? `Held back (${reason.replaceAll('_', ' ')}).`;
}

const signalNames: Record<string, string> = {
  new: 'New',
  update: 'Update',
  correction: 'Correction',
  kill: 'Kill',
  withhold: 'Withhold',
  advisory: 'Advisory',
  resend: 'Resend',
};
const statusNames: Record<string, string> = {
  usable: 'Usable',
  canceled: 'Killed',
  withheld: 'Withheld',
  embargoed: 'Embargoed',
};

/** The word a reader sees for a signal. */
export function signalName(signal: string): string {
  return signalNames[signal] ?? signal;
}

/** The word a reader sees for a status. */
export function statusName(status: string): string {
  return statusNames[status] ?? status;
}

let languages: Intl.DisplayNames | undefined;

/** `French` for `fr`; the tag itself when it has no name. */
export function languageName(tag: string): string {
  languages ??= new Intl.DisplayNames('en', { type: 'language' });
  try {
    return languages.of(tag) ?? tag;
  } catch {
    // Not a BCP-47 tag: show what the wire said.
    return tag;
  }
}

/** One of eight colours for a provider: the same on every page, so that a reader learns it. */
export function providerHue(provider: string): number {
  let sum = 0;
  for (const letter of provider) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  return sum % 8;
}
