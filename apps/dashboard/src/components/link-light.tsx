import type { LinkState } from '../api/stream.js';

const words: Record<LinkState, { text: string; title: string }> = {
  live: { text: 'Live', title: 'New copy appears as it comes in.' },
  connecting: { text: 'Connecting', title: 'The live line is being opened.' },
  down: { text: 'Offline', title: 'The live line is cut. The page looks for new copy every few seconds.' },
};

/** How the live line stands, in a word and a light. */
export function LinkLight({ link }: { link: LinkState }) {
  return (
    <span className={`link-light link-${link}`} title={words[link].title}>
      <span className="lamp" aria-hidden="true" />
      {words[link].text}
    </span>
  );
}
