import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

export const SESSION_COOKIE = 'trademaster_session';
const LASTS_MS = 12 * 60 * 60_000;

/**
 * What a browser keeps in the token's place, so that no script and no log sees the token: `<end>.<random>.<HMAC>`, keyed by
 * the token. Another token ends every session; nothing is stored.
 */
export class Sessions {
  private readonly key: Buffer;

  constructor(token: string) {
    this.key = createHmac('sha256', token).update('trademaster session').digest();
  }

  /** `now`: milliseconds since the epoch. */
  issue(now: number): { value: string; maxAgeMs: number } {
    const stated = `${now + LASTS_MS}.${randomBytes(16).toString('hex')}`;
    return { value: `${stated}.${this.sealOf(stated)}`, maxAgeMs: LASTS_MS };
  }

  isValid(value: string | undefined, now: number): boolean {
    const [, stated = '', end, seal = ''] = /^((\d{13,15})\.[0-9a-f]{32})\.([0-9a-f]{64})$/.exec(value ?? '') ?? [];
    if (end === undefined || Number(end) <= now) return false;
    return timingSafeEqual(Buffer.from(seal), Buffer.from(this.sealOf(stated)));
  }

  private sealOf(stated: string): string {
    return createHmac('sha256', this.key).update(stated).digest('hex');
  }
}

/** The session of a Cookie header. */
export function sessionIn(header: string | undefined): string | undefined {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([name]) => name === SESSION_COOKIE)?.[1];
}
