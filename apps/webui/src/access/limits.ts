import type { Request, RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import { saysWhereFrom } from './access';
import { apiPath } from './api-path';

const MINUTE_MS = 60_000;
const CHANGES_A_MINUTE = 60;
const WRONG_TOKENS_A_MINUTE = 10;

const SIGN_IN = '/api/page/session';
const PAGE = '/api/page/';
const SYMBOLS = '/api/workflow-symbols';

/** Changes that people make on the page, per address. Services' calls are not counted. */
export function changesLimit(): RequestHandler {
  return limit(CHANGES_A_MINUTE, 'changes', {
    skip: (request) => !isChange(request) || apiPath(request) === SIGN_IN || !isFromPage(request),
  });
}

/** Attempts to sign in that failed, per address: nobody guesses a token. */
export function signInLimit(): RequestHandler {
  return limit(WRONG_TOKENS_A_MINUTE, 'wrong tokens', {
    skip: (request) => request.method !== 'POST' || apiPath(request) !== SIGN_IN,
    skipSuccessfulRequests: true,
  });
}

function limit(
  most: number,
  what: string,
  options: { skip: (request: Request) => boolean; skipSuccessfulRequests?: boolean },
): RequestHandler {
  return rateLimit({
    ...options,
    windowMs: MINUTE_MS,
    limit: most,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    validate: { xForwardedForHeader: false }, // behind a proxy its address counts, for all: a header can say anything
    handler: (_request, response) => {
      response.status(429).json({ detail: `More than ${most} ${what} within a minute: wait for a minute` });
    },
  });
}

function isChange({ method }: Request): boolean {
  return !['GET', 'HEAD', 'OPTIONS'].includes(method);
}

function isFromPage(request: Request): boolean {
  const path = apiPath(request);
  return path.startsWith(PAGE) || (path.startsWith(SYMBOLS) && saysWhereFrom(request));
}
