import type { ApiError } from '../api/client.js';

interface Props {
  readonly loading: boolean;
  readonly error: ApiError | null;
  readonly narrowed: boolean;
  readonly onRetry: () => void;
}

/** What stands where the list would be: a fault, nothing found, or a wire that waits for its first copy. */
export function EmptyList({ loading, error, narrowed, onRetry }: Props) {
  if (error) {
    return (
      <div className="empty">
        <p className="fault">{error.message}</p>
        <button type="button" onClick={onRetry}>
          Try again
        </button>
      </div>
    );
  }
  if (loading) return null;
  return (
    <div className="empty">
      {narrowed ? (
        <p>Nothing on the wire fits. New copy that does will appear here by itself.</p>
      ) : (
        <p>Nothing has come in yet. Push a dispatch to a feed and it appears here.</p>
      )}
    </div>
  );
}
