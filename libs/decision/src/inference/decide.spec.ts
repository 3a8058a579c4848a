import { decodeOnnx, decodePolicy, policyParts } from '@trademaster/engine';
import { quickConfig, trainExample, walkingBars } from '@trademaster/testkit';
import { decide } from './decide';

const bars = walkingBars(300);

function trained(allowShort: boolean) {
  const config = quickConfig();
  config.environment.allow_short = allowShort;
  const { policyJson, onnx, evaluation } = trainExample(bars, config);
  const policy = decodePolicy(policyJson);
  return { parts: policyParts(policy, decodeOnnx(onnx)), windows: policy.windows, evaluation };
}

const { parts, windows, evaluation } = trained(false);
const testFrom = bars.findIndex((bar) => bar.date === windows.test.first_date);

describe('deciding on the last bar', () => {
  it.each([false, true])(
    'given shorts allowed: %s, when inference sees the bars up to t, then it wants what the backtest wanted at t, for every t of the test window',
    (allowShort) => {
      const model = trained(allowShort);
      const { targets } = model.evaluation.detail;

      const decided = targets.map((_, t) => decide(model.parts, model.windows, bars.slice(0, testFrom + t + 1)));

      expect(decided.map(({ targetPosition }) => targetPosition)).toEqual(targets);
      expect(decided.map(({ currentPosition }) => currentPosition)).toEqual([0, ...targets.slice(0, -1)]);
      expect(new Set(targets).size).toBeGreaterThan(1); // a policy that never moves would prove nothing
    },
  );

  it('given no position, then the paper position is what the backtest holds at the last close', () => {
    const { currentPosition, positionSource } = decide(parts, windows, bars);

    expect(positionSource).toBe('paper');
    expect(currentPosition).toBe(evaluation.detail.positions.at(-1));
  });

  it('given a position, then it is the current one and no history of decisions is needed', () => {
    const recent = bars.slice(-60); // begins after the test window did: no paper position, but enough to observe

    expect(decide(parts, windows, recent, 0.25)).toMatchObject({ currentPosition: 0.25, positionSource: 'config' });
  });

  it('given bars that end before the test window, then it is refused: the model knows what came after', () => {
    const tooEarly = bars.slice(0, testFrom);

    for (const position of [undefined, 0]) {
      expect(() => decide(parts, windows, tooEarly, position)).toThrow(
        expect.objectContaining({ code: 'model_mismatch', field: 'as_of' }),
      );
    }
  });

  it.each([
    ['that begin inside the test window', bars.slice(testFrom + 1), undefined],
    ['that leave the first observation too little', bars.slice(testFrom - 10), undefined],
    ['fewer than one observation', bars.slice(-30), 1],
  ])('given bars %s, then more are asked for', (_, few, position) => {
    expect(() => decide(parts, windows, few, position)).toThrow(
      expect.objectContaining({ code: 'data_too_short', field: 'config.data.lookback_bars' }),
    );
  });
});
