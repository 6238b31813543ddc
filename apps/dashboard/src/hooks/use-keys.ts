import { useEffect } from 'react';
import { useLatest } from './use-latest.js';

/** What a key of the page does; an answer of false leaves the key to the browser. */
export type KeyHandlers = Readonly<Record<string, (event: KeyboardEvent) => boolean | void>>;

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input, textarea, select, [role="textbox"]'))
  );
}

/** Keys of the page, by `event.key`. Off while someone types, with a modifier held, and while a dialog is open. */
export function useKeys(handlers: KeyHandlers): void {
  const latest = useLatest(handlers);
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isTyping(event.target) || document.querySelector('dialog[open]')) return;
      const handle = latest.current[event.key];
      if (handle && handle(event) !== false) event.preventDefault();
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, [latest]);
}
