import type { IncomingMessage } from 'node:http';
import type { INestApplication } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import compression from 'compression';
import { Access } from '../access/access';
import { guard, listedOrigins } from '../access/guard';
import { changesLimit, signInLimit } from '../access/limits';
import { securityHeaders } from '../access/security-headers';
import { WEBUI_CONFIG, type WebuiConfig } from '../webui.config';
import { clientFiles } from './client-files';
import { jsonBody } from './json-body';
import { openApi } from './open-api';
import { trailingSlash } from './trailing-slash';

/** The chart's and the transcript's bytes travel in JSON; beyond this 413. */
const LARGEST_BODY = '64mb';
/** What people ask for on the page is a form. */
const LARGEST_BODY_OF_PAGE = '64kb';

/** Everything around the routes: what clients of the existing backend rely on, who may call, the page's files. */
export function webSurface(nest: INestApplication): void {
  const app = nest as NestExpressApplication;
  const access = app.get(Access);
  const { clientDir } = app.get<WebuiConfig>(WEBUI_CONFIG);
  app.disable('x-powered-by');
  app.use(securityHeaders());
  app.use(listedOrigins(access));
  app.use('/api', guard(access), changesLimit(), signInLimit());
  app.use(['/api/page', '/assets'], compression()); // programs that fetch artifacts are near
  app.use(trailingSlash);
  const isOfPage = ({ url = '' }: IncomingMessage) => url.startsWith('/api/page/');
  app.useBodyParser('text', { type: isOfPage, limit: LARGEST_BODY_OF_PAGE });
  app.useBodyParser('text', { type: (request: IncomingMessage) => !isOfPage(request), limit: LARGEST_BODY });
  app.use(jsonBody);
  openApi(app);
  app.use(clientFiles(clientDir));
}
