import { PipelineError } from '@trademaster/errors';
import type { EngineSettings } from '../settings';
import type { Bar } from './bar';

/** Bars by index and session date, both ends included. */
export interface BarSpan {
  fromIndex: number;
  toIndex: number;
  firstDate: string;
  lastDate: string;
  bars: number;
}

/**
 * The policy decides on the bars of a span; `train` starts after the bars that the first observation needs. The reward
 * of a decision looks `purgedBars` ahead, so that many last transitions of a span are dropped before the next begins.
 */
export interface Windows {
  train: BarSpan;
  validation: BarSpan;
  test: BarSpan;
  purgedBars: number;
}

/** Bars that an observation reads, the current one included. */
export const OBSERVATION_WINDOW = 51;
const REWARD_LOOKS_AHEAD = 1; // decided on N, filled at the open of N+1, marked at its close
const MINIMUM = { train: 60, validation: 20, test: 20 } as const;

/**
 * Splits bars by time into `settings.split` shares. The first bars of the training share only warm up observations.
 * Throws `data_too_short` naming the span that would be left with too few bars.
 */
export function planWindows(bars: readonly Bar[], settings: Pick<EngineSettings, 'split'>): Windows {
  const { train, validation } = settings.split;
  const validationFrom = Math.round(bars.length * train);
  const testFrom = Math.round(bars.length * (train + validation));
  return {
    train: spanOf('train', bars, OBSERVATION_WINDOW - 1, validationFrom - 1),
    validation: spanOf('validation', bars, validationFrom, testFrom - 1),
    test: spanOf('test', bars, testFrom, bars.length - 1),
    purgedBars: REWARD_LOOKS_AHEAD,
  };
}

function spanOf(name: keyof typeof MINIMUM, bars: readonly Bar[], fromIndex: number, toIndex: number): BarSpan {
  const first = bars[fromIndex];
  const last = bars[toIndex];
  const count = toIndex - fromIndex + 1;
  if (!first || !last || count < MINIMUM[name]) {
    throw new PipelineError(
      'data_too_short',
      `${bars.length} bars leave ${Math.max(0, count)} for ${name}, at least ${MINIMUM[name]} are needed` +
        (name === 'train' ? ` after the ${OBSERVATION_WINDOW - 1} that warm up the first observation` : ''),
      { field: `config.split.${name}` },
    );
  }
  return { fromIndex, toIndex, firstDate: first.date, lastDate: last.date, bars: count };
}
