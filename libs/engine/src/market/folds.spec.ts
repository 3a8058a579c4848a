import fc from 'fast-check';
import { simulatedBars } from '../../test/series';
import { planFolds } from './folds';
import { planWindows } from './windows';

const split = { train: 0.7, validation: 0.15, test: 0.15 };

describe('planFolds', () => {
  it('rolls windows of one length whose test spans follow each other to the last bar', () => {
    const bars = simulatedBars(3000);
    const property = fc.property(
      fc.integer({ min: 700, max: 3000 }),
      fc.integer({ min: 2, max: 8 }),
      (count, folds) => {
        const own = bars.slice(0, count);
        const spans = planFolds(own, split, folds);
        const tests = spans.map(({ fromIndex, toIndex }) => {
          const { test } = planWindows(own.slice(fromIndex, toIndex + 1), { split });
          return { from: fromIndex + test.fromIndex, to: fromIndex + test.toIndex };
        });
        expect(new Set(spans.map(({ fromIndex, toIndex }) => toIndex - fromIndex)).size).toBe(1);
        expect(spans[0]?.fromIndex).toBeGreaterThanOrEqual(0);
        expect(spans[0]?.fromIndex).toBeLessThan(2 * folds); // hardly a bar is left out
        expect(tests.slice(1).map(({ from }) => from)).toEqual(tests.slice(0, -1).map(({ to }) => to + 1));
        expect(tests.at(-1)?.to).toBe(count - 1);
      },
    );
    fc.assert(property, { numRuns: 60 });
  });

  it('given one fold, then it is the whole history', () => {
    expect(planFolds(simulatedBars(500), split, 1)).toEqual([{ fromIndex: 0, toIndex: 499 }]);
  });

  it('given hardly any bars, then they are too few', () => {
    expect(() => planFolds(simulatedBars(5), split, 4)).toThrow(
      expect.objectContaining({ code: 'data_too_short', field: 'config.evaluation.folds' }),
    );
  });
});
