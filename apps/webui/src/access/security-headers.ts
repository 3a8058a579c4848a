import type { NextFunction, Request, RequestHandler, Response } from 'express';
import helmet from 'helmet';

const NOTHING = { 'default-src': ["'none'"], 'base-uri': ["'none'"], 'frame-ancestors': ["'none'"] };

/** The page runs what the server serves and talks to nobody else. */
const PAGE_POLICY = {
  ...NOTHING,
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'"],
  'font-src': ["'self'"],
  'connect-src': ["'self'"],
  'manifest-src': ["'self'"],
  'form-action': ["'self'"],
};

/** Swagger's page has styles in its HTML and pictures in its styles. */
const DOCS_POLICY = {
  ...NOTHING,
  'script-src': ["'self'"],
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'data:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'"],
  'form-action': ["'none'"],
};

/** Headers that tell browsers what no answer of this server needs. */
export function securityHeaders(): RequestHandler {
  const [page, docs] = [PAGE_POLICY, DOCS_POLICY].map(withPolicy) as [RequestHandler, RequestHandler];
  return (request: Request, response: Response, next: NextFunction): void => {
    const isDocs = /^\/docs(\/|$)/.test(request.path);
    void (isDocs ? docs : page)(request, response, next);
  };
}

function withPolicy(directives: Record<string, string[]>): RequestHandler {
  return helmet({
    contentSecurityPolicy: { useDefaults: false, directives },
    strictTransportSecurity: false, // whoever puts TLS before it says so there
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
  });
}
