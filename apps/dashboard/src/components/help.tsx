import { useEffect, useRef } from 'react';

const keys: readonly (readonly [readonly string[], string])[] = [
  [['j', '↓'], 'next story'],
  [['k', '↑'], 'previous story'],
  [['Enter', 'o'], 'open the story'],
  [['Esc'], 'close the story, leave the search field'],
  [['/'], 'search'],
  [['r'], 'load the list anew'],
  [['n'], 'show what came in'],
  [['?'], 'this help'],
];

const examples: readonly (readonly [string, string])[] = [
  ['aid ukraine', 'both words, in any form, accents or not'],
  ['"security aid"', 'these words in this order'],
  ['storm OR flood', 'either word'],
  ['storm -football', 'without a word'],
  ['parlia*', 'words that begin like this'],
  ['provider:nordwire', 'one provider'],
  ['headline:storm', 'in the headline'],
];

/** Keys and query language, in a dialog. */
export function Help({ open, onClose }: { open: boolean; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog ref={dialog} className="help" onClose={onClose} aria-labelledby="help-title">
      <h2 id="help-title">Keys and search</h2>
      <div className="help-columns">
        <dl>
          {keys.map(([names, meaning]) => (
            <div key={meaning}>
              <dt>
                {names.map((name) => (
                  <kbd key={name}>{name}</kbd>
                ))}
              </dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
        <dl>
          {examples.map(([example, meaning]) => (
            <div key={example}>
              <dt>
                <code>{example}</code>
              </dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      </div>
      <p className="quiet small">Keys rest while you type and with Ctrl, Alt or ⌘ held.</p>
      <button type="button" className="primary" onClick={onClose}>
        Close
      </button>
    </dialog>
  );
}
