import { useEffect, useRef, useState, type RefObject } from 'react';
import { queryNoteId } from './list-head.js';

interface Props {
  readonly q: string;
  /** The words cannot be searched; the list head says why. */
  readonly faulty: boolean;
  readonly inputRef: RefObject<HTMLInputElement | null>;
  /** `settled`: Enter was pressed, so this is a question worth a place in the history. */
  readonly onSearch: (q: string, settled: boolean) => void;
  readonly onLeave: () => void;
}

const pauseAfterTyping = 250;

/** The search field: it asks while you type. */
export function SearchBox({ q, faulty, inputRef, onSearch, onLeave }: Props) {
  const [text, setText] = useState(q);
  const [asked, setAsked] = useState(q);
  const timer = useRef<number | undefined>(undefined);

  // The address changed without the field: back, forward, or a cleared filter.
  if (q !== asked) {
    setAsked(q);
    setText(q);
  }

  useEffect(() => () => window.clearTimeout(timer.current), []);

  const ask = (next: string, settled: boolean) => {
    window.clearTimeout(timer.current);
    setAsked(next);
    onSearch(next, settled);
  };
  const type = (next: string) => {
    setText(next);
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => ask(next, false), next === '' ? 0 : pauseAfterTyping);
  };

  return (
    <form
      role="search"
      className="search"
      onSubmit={(event) => {
        event.preventDefault();
        ask(text, true);
        onLeave();
      }}
    >
      <input
        ref={inputRef}
        type="search"
        aria-label="Search the wire"
        aria-invalid={faulty}
        aria-describedby={queryNoteId}
        aria-keyshortcuts="/"
        placeholder='Search: words, "a phrase", provider:nordwire, -without'
        spellCheck={false}
        autoComplete="off"
        value={text}
        dir="auto"
        onChange={(event) => type(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.preventDefault();
          onLeave();
        }}
      />
      <kbd className="search-hint" aria-hidden="true">
        /
      </kbd>
    </form>
  );
}
