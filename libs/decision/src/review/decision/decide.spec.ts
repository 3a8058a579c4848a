import type { PipelineError } from '@trademaster/errors';
import { answer, KEEPING, proposal, type ProposalOptions, TEAM, vetoed } from '../../../test/proposals';
import { detailedFacts } from '../facts/review-facts';
import { decide } from './decide';
import type { ExecutorAnswer } from './executor-answer.dto';

const SPEAKERS = ['TechnicalAnalyst', 'StrategyAnalyst', 'RiskManager', 'Executor'];

function decided(given: ExecutorAnswer, options: ProposalOptions = {}) {
  const data = proposal(options);
  const { run, inference } = data;
  const { rules } = TEAM.team;
  return decide({
    answer: given,
    run,
    inference,
    facts: detailedFacts(data),
    rules,
    speakers: SPEAKERS,
    provenance: 'model',
  });
}

function refusal(given: ExecutorAnswer, options: ProposalOptions = {}): PipelineError {
  try {
    decided(given, options);
  } catch (thrown) {
    return thrown as PipelineError;
  }
  throw new Error('the answer was to be refused');
}

const SHORT_POLICY = {
  action: 'SELL' as const,
  intent: 'open_short' as const,
  target_position: -1,
  levels: { entry: 100, stop: 105, target: 90, r_multiple: 2, size: 0.2 },
};

describe('what a review may decide', () => {
  describe('under veto authority (EVALUATION: confirm, reduce, close, lower; not open, reverse, raise)', () => {
    it('given a proposal to open, when confirmed, then position, confidence and levels are those of the policy', () => {
      expect(decided(answer())).toMatchObject({
        action: 'BUY',
        intent: 'open_long',
        targetPosition: 1,
        confidence: 49,
        levels: { entry: 100, stop: 95, target: 110, r_multiple: 2 },
        changesPosition: false,
      });
    });

    it('given a proposal to open, when half of it is allowed, then half is opened and half is the most the size can be', () => {
      const half = answer({ target_position: 0.5, changed_by: { agent: 'RiskManager', claims: ['too volatile'] } });
      // 1 % of equity at risk over a stop 5 % away is 0.2 of equity (EVALUATION, "Levels by intent").
      expect(decided(half)).toMatchObject({ intent: 'open_long', targetPosition: 0.5, levels: { size: 0.2 } });
    });

    it('given a proposal to open, when vetoed, then the position is kept and there are no levels', () => {
      const decision = decided(vetoed());
      expect(decision).toMatchObject({ action: 'HOLD', intent: 'keep', targetPosition: 0, changesPosition: true });
      expect(decision.levels).toBeUndefined();
    });

    it('given a held position, when the review closes it, then SELL to flat', () => {
      const closing = vetoed({ action: 'SELL' });
      expect(decided(closing, { policy: KEEPING })).toMatchObject({ action: 'SELL', intent: 'close_long' });
    });

    it('given a lower confidence, when someone answers for it, then it is the final one', () => {
      const lower = answer({ confidence: 20, changed_by: { agent: 'RiskManager', claims: ['few trades'] } });
      expect(decided(lower).confidence).toBe(20);
    });

    it('given the confidence as the team sees it (48.3), when repeated, then the exact one (48.37) stays', () => {
      expect(decided(answer({ confidence: 48.3 }), { policy: { confidence: 48.37 } }).confidence).toBe(48.37);
    });

    it.each<[string, ExecutorAnswer, ProposalOptions, string, RegExp]>([
      [
        'opens a short',
        answer({ action: 'SELL', target_position: -1 }),
        {},
        'target_position',
        /may not open, reverse/,
      ],
      [
        'opens against a kept flat position',
        answer(),
        { policy: { ...KEEPING, current_position: 0, target_position: 0 } },
        'target_position',
        /between 0 and the policy's 0/,
      ],
      ['raises the position', answer(), { policy: { target_position: 0.5 } }, 'target_position', /the policy's 0.5/],
      [
        'keeps what the policy closes',
        vetoed({ target_position: 1 }),
        { policy: { ...KEEPING, action: 'SELL', intent: 'close_long', target_position: 0 } },
        'target_position',
        /may not open/,
      ],
      [
        'raises the confidence',
        answer({ confidence: 80 }),
        {},
        'confidence',
        /policy's 49: the review may only lower it \(got 80\)/,
      ],
      ['says SELL and stays long', answer({ action: 'SELL' }), {}, 'action', /must be BUY/],
      ['changes without saying who', vetoed({ changed_by: null }), {}, 'changed_by', /which agent/],
      [
        'names somebody who was not there',
        vetoed({ changed_by: { agent: 'Trump', claims: ['x'] } }),
        {},
        'changed_by.agent',
        /must be one of TechnicalAnalyst/,
      ],
      [
        'names somebody though nothing changed',
        answer({ changed_by: { agent: 'RiskManager', claims: ['x'] } }),
        {},
        'changed_by',
        /must be null/,
      ],
    ])(
      'given an answer that %s, when held against the authority, then it is refused, not clamped',
      (_, given, options, field, message) => {
        const error = refusal(given, options);
        expect(error).toMatchObject({ code: 'review_invalid', field: `decision.${field}` });
        expect(error.message).toMatch(message);
      },
    );
  });

  describe('levels', () => {
    it('given other levels, when within bounds, then R and size are computed from them, not taken', () => {
      // The SMA 20 (98.2) as entry and the SMA 50 (96.4) as stop, 11.8 / 1.8 away from the policy's target of 110.
      const { levels } = decided(answer({ entry: 98.2, stop: 96.4, target: 110 }));
      expect(levels).toMatchObject({ entry: 98.2, stop: 96.4, target: 110 });
      expect(levels?.r_multiple).toBeCloseTo(11.8 / 1.8, 12);
      expect(levels?.size).toBeCloseTo(0.01 / (1.8 / 98.2), 12);
    });

    it('given a short, when confirmed, then its stop lies above and its target below', () => {
      // 5 of risk up to the policy's stop, 5.9 down to the support of 94.1.
      const short = answer({ action: 'SELL', target_position: -1, stop: 105, target: 94.1 });
      const { levels } = decided(short, { policy: SHORT_POLICY, allowShort: true });
      expect(levels?.r_multiple).toBeCloseTo(5.9 / 5, 12);
    });

    it.each<[string, Partial<ExecutorAnswer>, ProposalOptions, string]>([
      ['a stop above a long entry', { stop: 101 }, {}, 'stop'],
      ['a stop at the entry', { stop: 100 }, {}, 'stop'],
      ['a target below a long entry', { target: 99 }, {}, 'target'],
      [
        'a stop below a short entry',
        { action: 'SELL', target_position: -1, stop: 99 },
        { policy: SHORT_POLICY },
        'stop',
      ],
      ['an entry outside one ATR (2.5) of the close (100)', { entry: 103, stop: 95 }, {}, 'entry'],
      ['a stop at nothing', { stop: 0 }, {}, 'stop'],
      ['a target on the moon', { target: 1000 }, {}, 'target'],
    ])('given %s, when held against the geometry, then it is refused', (_, levels, options, field) => {
      expect(refusal(answer(levels), options)).toMatchObject({ code: 'review_invalid', field: `decision.${field}` });
    });

    it('given a decision to keep, when it names a stop, then it is refused: keeping has no levels', () => {
      const keeping = answer({ action: 'HOLD', stop: 90 });
      expect(refusal(keeping, { policy: KEEPING })).toMatchObject({ field: 'decision.stop' });
    });

    it('given several offences, when refused, then the message has each of them for the repair turn', () => {
      const { message } = refusal(answer({ action: 'SELL', confidence: 90, stop: 120 }));
      for (const field of ['action', 'confidence', 'stop']) expect(message).toContain(`decision.${field} `);
    });
  });

  describe('under override authority', () => {
    const override = { authority: 'override', allowShort: true } as const;
    const turned = answer({
      action: 'SELL',
      target_position: -1,
      changed_by: { agent: 'RiskManager', claims: ['The trend has turned.'] },
    });

    it('given a proposal to buy, when turned round, then it is allowed, with levels on the other side', () => {
      // Two ATR of 2.5 above, twice that below (EVALUATION's defaults).
      expect(decided(turned, override)).toMatchObject({ intent: 'open_short', levels: { stop: 105, target: 90 } });
    });

    it('given an environment without shorts, when turned round, then it is refused', () => {
      expect(refusal(turned, { authority: 'override' })).toMatchObject({ field: 'decision.target_position' });
    });

    it('given a higher confidence, when decided, then it is refused all the same: nobody measured it', () => {
      expect(refusal(answer({ confidence: 60 }), override)).toMatchObject({ field: 'decision.confidence' });
    });
  });
});
