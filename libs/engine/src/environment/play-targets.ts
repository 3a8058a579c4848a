import type { Bar } from '../market/bar';
import type { BarSpan } from '../market/windows';
import type { EngineSettings } from '../settings';
import { barsPerYear } from '../market/calendar';
import { TradingAccount } from './trading-account';

/** A span of bars as an account lived through it. Arrays have the span's length, index 0 before the first fill. */
export interface Episode {
  /** At each close, from 1. */
  equity: number[];
  /** Share of equity that was targeted at each close. */
  positions: number[];
  account: TradingAccount;
}

/**
 * Plays targets (shares of equity; index 0 decided on the span's first bar) as the environment fills and marks them; the one decided
 * on the last bar is not filled any more. After ruin nothing is traded.
 */
export function playTargets(
  bars: readonly Bar[],
  settings: Pick<EngineSettings, 'environment' | 'calendar'>,
  span: Pick<BarSpan, 'fromIndex' | 'toIndex'>,
  targets: readonly number[],
): Episode {
  const account = new TradingAccount(settings.environment, barsPerYear(settings.calendar));
  const steps = span.toIndex - span.fromIndex;
  const equity = new Array<number>(steps + 1).fill(1);
  const positions = new Array<number>(steps + 1).fill(0);
  for (let i = 0; i < steps; i++) {
    if (!account.ruined) account.trade(targets[i] as number, bars[span.fromIndex + i + 1] as Bar);
    equity[i + 1] = account.equity;
    positions[i + 1] = account.position;
  }
  return { equity, positions, account };
}
