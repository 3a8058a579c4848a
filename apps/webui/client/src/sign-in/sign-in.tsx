import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ApiError } from '../api/http';
import { pageApi } from '../api/page-api';
import { ForeignText } from '../elements/foreign-text';

/** Asks for the token that the server was started with; the server answers with a cookie that scripts cannot read. */
export function SignIn() {
  const client = useQueryClient();
  const [token, setToken] = useState('');
  const signIn = useMutation({
    mutationFn: () => pageApi.signIn(token),
    onSuccess: () => client.invalidateQueries(),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  return (
    <section className="panel sign-in" aria-labelledby="sign-in-title">
      <h2 id="sign-in-title">Sign in</h2>
      <p>This server was started with a token (WEBUI_TOKEN).</p>
      <form onSubmit={submit}>
        <div className="field">
          <label htmlFor="token">Access token</label>
          <input
            id="token"
            type="password"
            autoComplete="current-password"
            required
            value={token}
            onChange={({ target }) => setToken(target.value)}
          />
        </div>
        <button type="submit" className="primary" disabled={signIn.isPending}>
          Sign in
        </button>
      </form>
      {signIn.isError && (
        <p role="alert" className="problem">
          {signIn.error instanceof ApiError && signIn.error.status === 401 ? (
            'This is not the token that the server was started with.'
          ) : (
            <ForeignText text={signIn.error.message} />
          )}
        </p>
      )}
    </section>
  );
}

export function SignOutButton() {
  // Everything that was read with the session goes with the document, the stream too.
  const signOut = useMutation({ mutationFn: pageApi.signOut, onSuccess: () => location.assign('/') });
  return (
    <button type="button" className="quiet" disabled={signOut.isPending} onClick={() => signOut.mutate()}>
      Sign out
    </button>
  );
}
