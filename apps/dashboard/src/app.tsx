import { useCallback, useState } from 'react';
import { Desk } from './components/desk.js';
import { SignIn } from './components/sign-in.js';

/** The page: the desk, or the way in when there is no session. */
export function App() {
  const [signedOut, setSignedOut] = useState(false);
  const leave = useCallback(() => setSignedOut(true), []);
  return signedOut ? <SignIn onSignedIn={() => setSignedOut(false)} /> : <Desk onSignedOut={leave} />;
}
