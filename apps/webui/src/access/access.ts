import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';
import { isLoopback } from './loopback';
import { sessionIn, Sessions } from './sessions';

/** Why a request may not do what it asks for. */
export interface Denial {
  status: 401 | 403;
  detail: string;
}

const CHANGES_NOTHING = ['GET', 'HEAD', 'OPTIONS'];
const NOT_AUTHENTICATED: Denial = { status: 401, detail: 'Not authenticated' };
const OTHER_SITE: Denial = { status: 403, detail: "Another site's page may not change anything here" };

/** Who may use `/api`. With a token: who sends it, or has a session of it. Without: whoever is on this machine. */
export class Access {
  private readonly tokenDigest: Buffer | undefined;
  private readonly sessions: Sessions | undefined;

  /** `origins`: of other sites whose pages may call. */
  constructor(
    token: string | undefined,
    private readonly origins: readonly string[],
  ) {
    this.tokenDigest = token === undefined ? undefined : digest(token);
    this.sessions = token === undefined ? undefined : new Sessions(token);
  }

  get tokenNeeded(): boolean {
    return this.tokenDigest !== undefined;
  }

  isToken(text: string): boolean {
    return this.tokenDigest !== undefined && timingSafeEqual(digest(text), this.tokenDigest);
  }

  /** Undefined when no token is asked for: then there is nothing to sign in to. */
  startSession(): { value: string; maxAgeMs: number } | undefined {
    return this.sessions?.issue(Date.now());
  }

  isSignedIn(request: Request): boolean {
    return !this.tokenNeeded || this.bearsToken(request) || this.hasSession(request);
  }

  /** Undefined when the request may go on. */
  denialOf(request: Request): Denial | undefined {
    const isChange = !CHANGES_NOTHING.includes(request.method);
    if (!this.tokenNeeded) {
      if (!isLoopback(nameOf(request.headers.host))) return strangeName(request.headers.host);
      return isChange && this.isFromElsewhere(request) ? OTHER_SITE : undefined;
    }
    if (this.bearsToken(request)) return undefined;
    if (!this.hasSession(request)) return NOT_AUTHENTICATED;
    return isChange && !isSameOrigin(request) ? OTHER_SITE : undefined;
  }

  /** Signing in and out: by nobody else's page. */
  denialOfSignIn(request: Request): Denial | undefined {
    const denial = this.tokenNeeded ? undefined : this.denialOf(request);
    const isChange = !CHANGES_NOTHING.includes(request.method);
    return denial ?? (isChange && saysWhereFrom(request) && !isSameOrigin(request) ? OTHER_SITE : undefined);
  }

  isListed(origin: string | undefined): origin is string {
    return origin !== undefined && this.origins.includes(origin);
  }

  private bearsToken({ headers: { authorization = '' } }: Request): boolean {
    return authorization.startsWith('Bearer ') && this.isToken(authorization.slice('Bearer '.length));
  }

  private hasSession({ headers }: Request): boolean {
    return this.sessions?.isValid(sessionIn(headers.cookie), Date.now()) ?? false;
  }

  /** Programs say nothing of where they come from; browsers always do when they send a change. */
  private isFromElsewhere(request: Request): boolean {
    return saysWhereFrom(request) && !isSameOrigin(request) && !this.isListed(request.headers.origin);
  }
}

/** Whether a browser sent it, and said so. */
export function saysWhereFrom({ headers }: Request): boolean {
  return headers.origin !== undefined || headers['sec-fetch-site'] !== undefined;
}

/** By the browser's own word, which no page can change; older ones name the page's origin. */
function isSameOrigin({ headers }: Request): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  const { origin = '', host } = headers;
  return URL.canParse(origin) && new URL(origin).host === host;
}

function strangeName(host: string | undefined): Denial {
  const detail = `Without WEBUI_TOKEN it answers by the names of this machine only (127.0.0.1, localhost), not ${host}`;
  return { status: 403, detail };
}

/** Of `name:port`. */
function nameOf(host: string | undefined): string {
  return (host ?? '').replace(/:\d+$/, '');
}

/** Of one length, whatever was sent. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
