import type { PositionSource } from '@trademaster/contracts';
import { type Bar, type Policy, type PolicyParts, rollPolicy } from '@trademaster/engine';
import { PipelineError } from '@trademaster/errors';

/** What the ensemble wants after the last bar. Positions are shares of equity. */
export interface Decision {
  currentPosition: number;
  targetPosition: number;
  positionSource: PositionSource;
  /** Target of each member, −1, 0 or 1, in the order of the policy's seeds. */
  votes: number[];
  /** Share of the members that voted for the target. */
  agreement: number;
}

/**
 * Decides on the last of `bars`. The current position is the given one, else the paper position of the policy that has
 * been deciding since the first bar of its test window: the very roll that was backtested.
 * Throws `data_too_short` when the bars do not reach back far enough, `model_mismatch` (`as_of`) when they end before
 * the test window begins: the model has seen what came after.
 */
export function decide(
  parts: PolicyParts,
  { test }: Policy['windows'],
  bars: readonly Bar[],
  position?: number,
): Decision {
  const last = bars.length - 1;
  const testFrom = bars.findIndex((bar) => bar.date >= test.first_date);
  if (testFrom === -1) {
    throw new PipelineError(
      'model_mismatch',
      `the bars end on ${bars[last]?.date}, the model was trained and selected on bars up to ${test.first_date}`,
      { field: 'as_of' },
    );
  }
  const from = position === undefined ? testFrom : last;
  checkHistory(bars, from, parts.scaler.window, position === undefined ? test.first_date : undefined);
  const { targets, votes, agreement } = rollPolicy(parts, bars, from, position ?? 0);
  return {
    currentPosition: position ?? targets.at(-2) ?? 0,
    targetPosition: targets.at(-1) as number,
    positionSource: position === undefined ? 'paper' : 'config',
    votes: votes.at(-1) as number[],
    agreement: agreement.at(-1) as number,
  };
}

function checkHistory(bars: readonly Bar[], from: number, window: number, testFirstDate: string | undefined): void {
  const startsLate = testFirstDate !== undefined && (bars[0] as Bar).date > testFirstDate;
  if (from >= window - 1 && !startsLate) return;
  throw new PipelineError(
    'data_too_short',
    testFirstDate === undefined
      ? `${bars.length} bars are less than the ${window} of one observation`
      : `the paper position needs ${window - 1} bars before ${testFirstDate}, the first bar is ${bars[0]?.date}: ` +
          'ask for more bars, or give the position',
    { field: 'config.data.lookback_bars' },
  );
}
