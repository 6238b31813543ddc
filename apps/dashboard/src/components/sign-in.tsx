import { useId, useState, type FormEvent } from 'react';
import { asApiError } from '../api/client.js';
import { signIn } from '../api/session.js';

/** What a reader without a session sees: where the link is, and a field for a key. */
export function SignIn({ onSignedIn }: { onSignedIn: () => void }) {
  const [key, setKey] = useState('');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const field = useId();
  const note = useId();

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFault(null);
    signIn(key.trim())
      .then(onSignedIn)
      .catch((cause: unknown) => {
        const problem = asApiError(cause);
        setFault(problem.signedOut ? 'The desk does not know this key.' : problem.message);
      })
      .finally(() => setBusy(false));
  };

  return (
    <main className="sign-in">
      <h1>wiredesk</h1>
      <p>You are not signed in.</p>
      <p>
        Open the sign-in link that the desk printed when it started. It looks like{' '}
        <code>http://127.0.0.1:3000/session?token=…</code> and works once. Or paste an API key that may
        search:
      </p>
      <form onSubmit={submit}>
        <label htmlFor={field}>API key</label>
        <div className="sign-in-row">
          <input
            id={field}
            type="password"
            autoComplete="current-password"
            spellCheck={false}
            required
            value={key}
            onChange={(event) => setKey(event.target.value)}
            aria-invalid={fault !== null}
            aria-describedby={note}
          />
          <button type="submit" className="primary" disabled={busy}>
            Sign in
          </button>
        </div>
        <p id={note} className="fault">
          {fault}
        </p>
      </form>
    </main>
  );
}
