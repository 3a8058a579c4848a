import { decodeOnnx, marketContext, policyParts } from '@trademaster/engine';
import { trainExample, walkingBars } from '@trademaster/testkit';
import type { Decision } from './decide';
import { policySignal } from './policy-signal';

const bars = walkingBars(260);
const example = trainExample(bars);
const market = marketContext(bars, '24x7');
const lastClose = market.indicators.last_close as number;
const atr = market.indicators.atr_14 as number;

/** Confidence 73 in any position, from a validation span long enough to be believed. */
const calibration = {
  levels: [{ agreement: 1, decisions: 100, wins: 75, probability: 0.73 }],
  decisions: 100,
  brierScore: 0.2,
};

function signal(currentPosition: number, targetPosition: number, confidenceCap = 100) {
  const policy = { ...example.policy, verdict: { ...example.policy.verdict, confidence_cap: confidenceCap } };
  const parts = { ...policyParts(policy, decodeOnnx(example.onnx)), calibration };
  const decision: Decision = {
    currentPosition,
    targetPosition,
    positionSource: 'config',
    votes: [1, 1, 1],
    agreement: 1,
  };
  return policySignal({ policy, parts }, decision, market);
}

describe("the policy's proposal", () => {
  it.each([
    [0, 1, 'BUY', 'open_long'],
    [0.5, 1, 'BUY', 'add'],
    [1, 0, 'SELL', 'close_long'],
    [1, 0.5, 'SELL', 'reduce'],
    [-1, 0, 'BUY', 'close_short'],
    [0, -1, 'SELL', 'open_short'],
    [1, -1, 'SELL', 'reverse'],
    [1, 1, 'HOLD', 'keep'],
  ])('given %d held and %d wanted, then %s to %s', (current, target, action, intent) => {
    expect(signal(current, target)).toMatchObject({
      action,
      intent,
      votes: [{ seed: 11 }, { seed: 23 }, { seed: 47 }],
    });
  });

  it('given an opening, then the stop is 2 ATR14 below the last close and the target twice as far above', () => {
    expect(signal(0, 1).levels).toEqual({
      entry: lastClose,
      stop: expect.closeTo(lastClose - 2 * atr, 10),
      target: expect.closeTo(lastClose + 4 * atr, 10),
      r_multiple: expect.closeTo(2, 10),
      size: expect.closeTo(Math.min(1, (0.01 * lastClose) / (2 * atr)), 10), // the stop costs 1 % of equity
    });
  });

  it('given a short to open, then stop and target change sides', () => {
    const { stop, target } = signal(0, -1).levels!;

    expect(stop).toBeGreaterThan(lastClose);
    expect(target).toBeLessThan(lastClose);
  });

  it.each([
    [1, 0],
    [1, 0.5],
    [1, 1],
  ])('given %d to %d, then there are no levels', (current, target) => {
    expect(signal(current, target)).not.toHaveProperty('levels');
  });

  it('given a verdict that caps at 49, then confidence is 49; without, what was calibrated', () => {
    expect(signal(0, 1, 49)).toMatchObject({ confidence: 49, confidence_basis: 'calibrated' });
    expect(signal(0, 1)).toMatchObject({ confidence: expect.closeTo(73, 6), confidence_basis: 'calibrated' });
  });

  it('given a flat target, then the confidence is the agreement, and says so', () => {
    expect(signal(1, 0)).toMatchObject({ confidence_basis: 'agreement_uncalibrated' });
  });
});
