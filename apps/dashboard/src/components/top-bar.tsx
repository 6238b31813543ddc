import type { RefObject } from 'react';
import type { LinkState } from '../api/stream.js';
import { LinkLight } from './link-light.js';
import { SearchBox } from './search-box.js';

interface Props {
  readonly q: string;
  readonly faulty: boolean;
  readonly link: LinkState;
  readonly searchRef: RefObject<HTMLInputElement | null>;
  readonly onSearch: (q: string, settled: boolean) => void;
  readonly onLeaveSearch: () => void;
  readonly onHelp: () => void;
  readonly onSignOut: () => void;
}

export function TopBar(props: Props) {
  return (
    <header className="bar">
      <h1 className="brand">
        <a href="/">wiredesk</a>
      </h1>
      <SearchBox
        q={props.q}
        faulty={props.faulty}
        inputRef={props.searchRef}
        onSearch={props.onSearch}
        onLeave={props.onLeaveSearch}
      />
      <LinkLight link={props.link} />
      <button type="button" className="plain" onClick={props.onHelp} aria-keyshortcuts="?">
        Help
      </button>
      <button type="button" className="plain" onClick={props.onSignOut}>
        Sign out
      </button>
    </header>
  );
}
