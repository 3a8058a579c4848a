import { PipelineError } from '@trademaster/errors';
import type { EngineSettings } from '../settings';
import type { Bar } from './bar';
import { type BarSpan, planWindows } from './windows';

/** The bars of one fold, both ends included: warm-up, training, validation and test, split like a whole history. */
export interface FoldSpan {
  fromIndex: number;
  toIndex: number;
}

/**
 * A rolling walk-forward: `count` windows of one length that move on by their own test span, so that the test spans
 * follow each other without gap or overlap and end with the last bar. Throws `data_too_short` when a fold's length is
 * no whole number of bars any more; whether its spans are long enough is for `planWindows` to say.
 */
export function planFolds(
  bars: readonly Bar[],
  { train, validation, test }: EngineSettings['split'],
  count: number,
): FoldSpan[] {
  const moves = count - 1;
  const length = Math.floor((bars.length - moves) / (1 + moves * test)); // a bar less a move: rounding may add half
  const testBars = length - Math.round(length * (train + validation));
  const first = bars.length - length - moves * testBars;
  if (length < 1 || testBars < 1 || first < 0) {
    throw new PipelineError('data_too_short', `${bars.length} bars cannot be split into ${count} folds`, {
      field: 'config.evaluation.folds',
    });
  }
  return Array.from({ length: count }, (_, fold) => {
    const fromIndex = first + fold * testBars;
    return { fromIndex, toIndex: fromIndex + length - 1 };
  });
}

/** What is scored when everything is fitted `count` times: the test spans of all folds. Throws like planWindows. */
export function outOfSampleSpan(bars: readonly Bar[], settings: Pick<EngineSettings, 'split'>, count: number): BarSpan {
  const [first] = planFolds(bars, settings.split, count) as [FoldSpan];
  const { test } = planWindows(bars.slice(first.fromIndex, first.toIndex + 1), settings);
  const fromIndex = first.fromIndex + test.fromIndex;
  const toIndex = bars.length - 1;
  const lastDate = (bars[toIndex] as Bar).date;
  return { fromIndex, toIndex, firstDate: test.firstDate, lastDate, bars: toIndex - fromIndex + 1 };
}
