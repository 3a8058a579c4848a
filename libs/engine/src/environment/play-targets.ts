import type { Bar } from '../market/bar';
import type { BarSpan } from '../market/windows';
import type { EngineSettings } from '../settings';
import type { TradingAccount } from './trading-account';
import { TradingEnvironment } from './trading-environment';

/** A span of bars as an account lived through it. Arrays have the span's length, index 0 before the first fill. */
export interface Episode {
  /** At each close, from 1. */
  equity: number[];
  /** Share of equity that was targeted at each close. */
  positions: number[];
  account: TradingAccount;
}

/**
 * Plays targets (shares of equity; index 0 decided on the span's first bar) through the environment; the one decided
 * on the last bar is not filled any more. After ruin nothing is traded.
 */
export function playTargets(
  bars: readonly Bar[],
  settings: Pick<EngineSettings, 'environment' | 'calendar'>,
  span: Pick<BarSpan, 'fromIndex' | 'toIndex'>,
  targets: readonly number[],
): Episode {
  const environment = new TradingEnvironment(bars, settings, span.fromIndex, span.toIndex);
  const equity = [1];
  const positions = [0];
  for (let i = 0; i < span.toIndex - span.fromIndex; i++) {
    if (!environment.account.ruined) environment.step(targets[i] as number);
    equity.push(environment.account.equity);
    positions.push(environment.account.position);
  }
  return { equity, positions, account: environment.account };
}
