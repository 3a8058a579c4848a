import type { Deflation } from './deflation';
import { type Evidence, verdictOf } from './verdict';

const deflation = (dsr: number, minimumTrackRecord = 100): Deflation => ({
  psr: dsr,
  dsr,
  expectedMaximumSharpe: 0,
  minimumTrackRecord,
});
const evidence = (
  change: Partial<Evidence> = {},
  excess = { low: 0.01, high: 0.2 },
  sharpeBetter = 0.97,
): Evidence => ({
  returns: 134,
  trades: 20,
  trials: 1,
  policyReturn: 0.21,
  baselineReturn: 0.1,
  deflation: deflation(0.97),
  bootstrap: {
    draws: 2000,
    seed: 1,
    meanBlock: 1,
    sharpe: { low: 0, high: 1 },
    totalReturn: { low: 0, high: 1 },
    excessReturn: excess,
    excessSharpe: { low: 0, high: 1 },
    sharpeBetter,
  },
  ...change,
});

describe('verdictOf', () => {
  it('better than luck: deflated Sharpe above 0.95 and a Sharpe ratio above buy and hold’s', () => {
    expect(verdictOf(evidence())).toEqual({
      verdict: 'better_than_luck',
      statement:
        'Over 134 daily returns the policy made +21.0 %, buy and hold +10.0 %; the difference lies between +1.0 % and +20.0 % (95 %). ' +
        "The probability that this is more than the luck of one trial is 0.97, that its Sharpe ratio is above buy and hold's 0.97: better than luck.",
      confidenceCap: 100,
      barsHad: 134,
    });
  });

  it('not distinguishable: says how many bars it would take', () => {
    const verdict = verdictOf(evidence({ trials: 7, deflation: deflation(0.8, 399.2) }));
    expect(verdict).toMatchObject({ verdict: 'not_distinguishable', confidenceCap: 49, barsNeeded: 400 });
    expect(verdict.statement).toContain('the best of 7 trials is 0.80');
    expect(verdict.statement).toContain('it needs about 400 bars, has 134.');
  });

  it('not distinguishable: a rising market is no skill', () => {
    const verdict = verdictOf(evidence({}, { low: -0.1, high: 0.1 }, 0.6));
    expect(verdict).toMatchObject({ verdict: 'not_distinguishable', confidenceCap: 49 });
    expect(verdict).not.toHaveProperty('barsNeeded');
  });

  it('worse than baseline: the whole interval of the excess return lies below 0', () => {
    const verdict = verdictOf(evidence({ policyReturn: -0.2 }, { low: -0.4, high: -0.02 }));
    expect(verdict).toMatchObject({ verdict: 'worse_than_baseline', confidenceCap: 49 });
    expect(verdict.statement).toContain('the policy made −20.0 %');
  });

  it.each([
    ['29 returns', { returns: 29, bootstrap: undefined }, 30],
    ['4 trades', { trades: 4 }, 335],
    ['no trade', { trades: 0 }, undefined],
  ])('too short: %s', (_what, change, barsNeeded) => {
    const verdict = verdictOf(evidence(change));
    expect([verdict.verdict, verdict.confidenceCap, verdict.barsNeeded]).toEqual(['too_short', 49, barsNeeded]);
  });
});
