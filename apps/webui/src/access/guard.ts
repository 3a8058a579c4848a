import type { NextFunction, Request, Response } from 'express';
import type { Access } from './access';
import { apiPath } from './api-path';

const SESSION = '/api/page/session';
const METHODS = 'GET, POST, PATCH, DELETE, OPTIONS';
const HEADERS = 'authorization, content-type, idempotency-key, last-event-id';

/** Answers 401 or 403, in the WebUI's form, to whoever may not use `/api`. */
export function guard(access: Access) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const isSignIn = apiPath(request) === SESSION;
    const denial = isSignIn ? access.denialOfSignIn(request) : access.denialOf(request);
    if (denial === undefined) return next();
    if (denial.status === 401) response.setHeader('www-authenticate', 'Bearer');
    response.status(denial.status).json({ detail: denial.detail });
  };
}

/** CORS for the origins that are listed, and for no others; without cookies. */
export function listedOrigins(access: Access) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const { origin } = request.headers;
    response.vary('Origin');
    if (access.isListed(origin)) response.setHeader('access-control-allow-origin', origin);
    const isPreflight = request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined;
    if (!isPreflight) return next();
    if (access.isListed(origin)) {
      response.setHeader('access-control-allow-methods', METHODS);
      response.setHeader('access-control-allow-headers', HEADERS);
      response.setHeader('access-control-max-age', '600');
    }
    response.status(access.isListed(origin) ? 204 : 403).end();
  };
}
