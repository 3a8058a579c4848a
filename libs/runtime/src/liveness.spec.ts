import type { Response } from 'express';
import { Liveness } from './liveness';
import { OperationsController } from './operations.controller';

describe('liveness', () => {
  it('given the work stands still, when asked, then 503 and the reason; when it moves again, 200', () => {
    let reason: string | undefined;
    const liveness = new Liveness();
    liveness.watch(() => reason);
    const operations = new OperationsController(liveness, undefined as never, undefined as never);
    const asked = () => {
      const answer = { code: 0, body: {} as object };
      const status = (code: number): void => void (answer.code = code);
      answer.body = operations.live({ status } as unknown as Response);
      return answer;
    };
    expect(asked()).toEqual({ code: 200, body: { status: 'live' } });
    reason = 'trademaster.symbol.resolved.v1/2: 12 behind, nothing moved for 50 s';
    expect(asked()).toEqual({ code: 503, body: { status: 'stalled', reason } });
    reason = undefined;
    expect(asked().code).toBe(200);
  });
});
