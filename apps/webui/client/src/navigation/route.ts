export type Route =
  | { page: 'overview' }
  | { page: 'runs'; symbol: string; status: string }
  | { page: 'run'; runId: string }
  | { page: 'request'; requestId: string }
  | { page: 'new' }
  | { page: 'symbols' }
  | { page: 'unknown' };

/** The page behind an address. */
export function routeOf(pathname: string, search: string): Route {
  const [first = '', second, ...rest] = pathname.split('/').filter((part) => part !== '');
  if (rest.length > 0) return { page: 'unknown' };
  if (second !== undefined) {
    if (first === 'runs') return { page: 'run', runId: decoded(second) };
    if (first === 'requests') return { page: 'request', requestId: decoded(second) };
    return { page: 'unknown' };
  }
  switch (first) {
    case '':
      return { page: 'overview' };
    case 'runs': {
      const query = new URLSearchParams(search);
      return { page: 'runs', symbol: query.get('symbol') ?? '', status: query.get('status') ?? '' };
    }
    case 'new':
      return { page: 'new' };
    case 'symbols':
      return { page: 'symbols' };
    default:
      return { page: 'unknown' };
  }
}

export const runPath = (runId: string) => `/runs/${encodeURIComponent(runId)}`;
export const requestPath = (requestId: string) => `/requests/${encodeURIComponent(requestId)}`;

export function runsPath({ symbol, status }: { symbol: string; status: string }): string {
  const query = new URLSearchParams([...(symbol ? [['symbol', symbol]] : []), ...(status ? [['status', status]] : [])]);
  return query.size === 0 ? '/runs' : `/runs?${query}`;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
