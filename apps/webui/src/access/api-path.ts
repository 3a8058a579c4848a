import type { Request } from 'express';

/** The path as the router understands it: in whatever case, with or without a slash at its end. */
export function apiPath({ originalUrl }: Pick<Request, 'originalUrl'>): string {
  const [path = ''] = originalUrl.split('?', 1);
  return path.toLowerCase().replace(/\/+$/, '');
}
