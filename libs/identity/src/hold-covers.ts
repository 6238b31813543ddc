import type { FilingFacts } from '#contracts';
import { siblingCover, type StoryView } from './group.js';
import { filingKey } from './versions.js';

/**
 * What an operator's release of a held story covers: the filings and sibling stories that hold it now. What comes
 * later holds it again. Empty when nothing does, or what holds it is a plain kill or ends by itself.
 */
export function coversOf(view: StoryView, mates: readonly StoryView[]): string[] {
  const siblings = mates.filter((mate) => mate !== view && mate.state.provider === view.state.provider);
  const controls = (standing: FilingFacts['standing']): string[] =>
    view.state.controls.filter((control) => control.standing === standing).map(filingKey);
  switch (view.reason) {
    case 'held_after_kill':
      return controls('canceled');
    case 'provider_withheld':
      return controls('withheld');
    case 'copy_of_killed':
      return siblings
        .filter((mate) => mate.status === 'canceled')
        .map((mate) => siblingCover(mate.state.storyId));
    case 'embargo':
    case 'embargo_unreadable':
      return view.hold?.state === 'until'
        ? []
        : [...embargoCovers(view), ...siblings.filter(hasHold).map(coverOf)];
    case 'killed':
    case 'moved':
    case null:
      return [];
  }
}

function embargoCovers(view: StoryView): string[] {
  return view.state.versions
    .flatMap((version) => version.filings)
    .filter((filing) => filing.embargoState !== null)
    .map(filingKey);
}

function hasHold(mate: StoryView): boolean {
  return mate.state.embargo.hold !== null;
}

function coverOf(mate: StoryView): string {
  return siblingCover(mate.state.storyId);
}
