import { createHash, timingSafeEqual } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';

/** Answers 401, in the form of the existing backend's errors, unless the request bears the token. */
export function requireToken(token: string) {
  const wanted = digest(`Bearer ${token}`);
  return (request: Request, response: Response, next: NextFunction): void => {
    if (timingSafeEqual(digest(request.headers.authorization ?? ''), wanted)) return next();
    response.status(401).setHeader('www-authenticate', 'Bearer').json({ detail: 'Not authenticated' });
  };
}

/** Of one length, whatever was sent. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
