/** One complaint about one field, as the server's 422 says it. `loc` begins with `body` or `query`. */
export interface Complaint {
  loc: (string | number)[];
  msg: string;
}

/** What the server refused, in its own words; status 0 when it could not be reached. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly status: number,
    message: string,
    readonly complaints: readonly Complaint[] = [],
  ) {
    super(message);
  }
}

const TIMEOUT_MS = 30_000;

interface Call {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** JSON in, JSON out; undefined for 204. Throws ApiError. */
export async function call<T>(path: string, { method = 'GET', body, headers = {}, signal }: Call = {}): Promise<T> {
  const deadline = AbortSignal.timeout(TIMEOUT_MS);
  const response = await fetch(path, {
    method,
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: signal === undefined ? deadline : AbortSignal.any([signal, deadline]),
  }).catch((thrown: unknown) => {
    if (signal?.aborted === true) throw thrown;
    throw new ApiError(0, deadline.aborted ? 'The server took longer than 30 seconds' : 'The server does not answer');
  });
  if (response.status === 204) return undefined as T;
  const answer: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw refusalOf(response.status, answer);
  return answer as T;
}

/** The same, but null where there is nothing yet (404). */
export async function callOrNull<T>(path: string, options: Call = {}): Promise<T | null> {
  try {
    return await call<T>(path, options);
  } catch (thrown) {
    if (thrown instanceof ApiError && thrown.status === 404) return null;
    throw thrown;
  }
}

/** `{detail: "sentence"}` or `{detail: [{loc, msg}]}`; anything else is named by its status. */
export function refusalOf(status: number, answer: unknown): ApiError {
  const detail = (answer as { detail?: unknown } | null | undefined)?.detail;
  if (typeof detail === 'string') return new ApiError(status, detail);
  if (!Array.isArray(detail)) return new ApiError(status, `The server answered ${status}`);
  const complaints = detail.filter(isComplaint);
  return new ApiError(
    status,
    complaints.map(({ loc, msg }) => `${loc.slice(1).join('.')}: ${msg}`).join('; '),
    complaints,
  );
}

function isComplaint(value: unknown): value is Complaint {
  const { loc, msg } = (value ?? {}) as Partial<Complaint>;
  return Array.isArray(loc) && typeof msg === 'string';
}
