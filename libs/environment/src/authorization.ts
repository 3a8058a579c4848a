import { PipelineError } from '@trademaster/errors';

export interface Credentials {
  username?: string | undefined;
  password?: string | undefined;
  token?: string | undefined;
}

/** The header that shows who we are, or none. `prefix` names the variables in errors: `environment_invalid`. */
export function authorization(prefix: string, { username, password, token }: Credentials): Record<string, string> {
  const byName = username !== undefined || password !== undefined;
  if (byName && token !== undefined) throw refused(`${prefix}_TOKEN`, `and a user name or password exclude each other`);
  if (token !== undefined) return { authorization: `Bearer ${token}` };
  if (!byName) return {};
  if (username === undefined) throw refused(`${prefix}_USERNAME`, 'must be set, as the password is');
  if (password === undefined) throw refused(`${prefix}_PASSWORD`, 'must be set, as the user name is');
  return { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` };
}

function refused(field: string, why: string): PipelineError {
  return new PipelineError('environment_invalid', `${field} ${why}`, { field });
}
