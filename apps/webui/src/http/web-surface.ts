import type { INestApplication } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import { jsonBody } from './json-body';
import { ServiceConfig } from '@trademaster/runtime';
import { openApi } from './open-api';
import { requireToken } from './require-token';
import { trailingSlash } from './trailing-slash';

/** The chart's and the transcript's bytes travel in JSON; beyond this 413. */
const LARGEST_BODY = '64mb';

/** Everything around the routes that clients of the existing backend rely on. */
export function webSurface(nest: INestApplication): void {
  const app = nest as NestExpressApplication;
  app.disable('x-powered-by');
  app.use(anyOrigin);
  const { webuiToken } = app.get(ServiceConfig);
  if (webuiToken !== undefined) app.use('/api', requireToken(webuiToken));
  app.use(trailingSlash);
  app.useBodyParser('text', { type: () => true, limit: LARGEST_BODY });
  app.use(jsonBody);
  openApi(app);
}

/** CORS for everybody, as on the existing backend: a token, where one is asked for, is no cookie that a page could use. */
function anyOrigin(request: Request, response: Response, next: NextFunction): void {
  if (request.headers.origin === undefined) return next();
  response.setHeader('access-control-allow-origin', '*');
  if (request.method !== 'OPTIONS') return next();
  response.setHeader('access-control-allow-methods', 'GET, POST, PATCH, DELETE, OPTIONS');
  response.setHeader('access-control-allow-headers', request.headers['access-control-request-headers'] ?? '*');
  response.status(200).end();
}
