import { existsSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { NextFunction, Request, RequestHandler, Response } from 'express';

/** What is answered by others. */
const NOT_OURS = /^\/(api|docs|docs-json|docs-yaml|health|metrics|openapi\.json)(\/|$)/;
/** Vite puts a hash of the content into these files' names. */
const HASHED = /^\/assets\//;
const YEAR = '365d';
const NOT_BUILT = 'The web page was not built: npm run build\nThe REST API is there: /docs\n';

/**
 * The built page: its files, and its index for every address that the page itself understands. What has an extension
 * and is no file is left to others, who answer 404.
 */
export function clientFiles(folder: string): RequestHandler {
  return (request: Request, response: Response, next: NextFunction): void => {
    if (!['GET', 'HEAD'].includes(request.method) || NOT_OURS.test(request.path)) return next();
    if (!existsSync(join(folder, 'index.html'))) {
      response.status(503).type('text/plain').send(NOT_BUILT);
      return;
    }
    const isFile = extname(request.path) !== '' || HASHED.test(request.path);
    const isHashed = HASHED.test(request.path);
    const caching = isHashed ? { immutable: true, maxAge: YEAR } : { cacheControl: false };
    const path = isFile ? decodable(request.path) : '/index.html';
    if (path === undefined) return next();
    if (!isHashed) response.setHeader('cache-control', 'no-cache');
    response.sendFile(path, { root: folder, index: false, dotfiles: 'deny', ...caching }, (error?: Error) => {
      if (error === undefined || response.headersSent) return;
      response.removeHeader('cache-control');
      next();
    });
  };
}

/** `sendFile` encodes what it is given. */
function decodable(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined; // no file has such a name
  }
}
