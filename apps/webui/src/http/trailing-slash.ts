import type { NextFunction, Request, Response } from 'express';

const COLLECTIONS = ['/api/artifacts', '/api/workflow-symbols'];

/** Collections end in a slash and nothing else does; the other way answers 307, body and method kept. */
export function trailingSlash(request: Request, response: Response, next: NextFunction): void {
  const [path = '', query] = request.originalUrl.split(/\?(.*)/s);
  const proper = properPath(path);
  if (proper === path) return next();
  const search = query === undefined ? '' : `?${query}`;
  response.setHeader('location', `${request.protocol}://${request.headers.host ?? ''}${proper}${search}`);
  response.status(307).end();
}

function properPath(path: string): string {
  if (COLLECTIONS.includes(path)) return `${path}/`;
  const isBelow = COLLECTIONS.some((collection) => path.startsWith(`${collection}/`) && path !== `${collection}/`);
  return isBelow && path.endsWith('/') ? path.replace(/\/+$/, '') : path;
}
