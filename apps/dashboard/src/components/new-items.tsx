import { pendingAtMost } from '../hooks/use-wire.js';

/** The button that shows what came in while someone was reading. Its count is the page's only live region. */
export function NewItems({ count, onShow }: { count: number; onShow: () => void }) {
  const text = count === 0 ? '' : `${count > pendingAtMost ? `${pendingAtMost}+` : count} new`;
  return (
    <div className="new-items">
      <span className="hidden" role="status" aria-live="polite">
        {text}
      </span>
      {count > 0 && (
        <button type="button" className="primary" onClick={onShow}>
          <span aria-hidden="true">↑ </span>
          {text}
        </button>
      )}
    </div>
  );
}
