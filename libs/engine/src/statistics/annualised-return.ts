import { portableExp } from '../numerics/portable-exp';
import { portableLog } from '../numerics/portable-log';
import type { Measured } from './measured';

/** Geometric: (last / first equity)^(bars per year / returns) − 1, a fraction. */
export function annualisedReturn(equity: ArrayLike<number>, barsPerYear: number): Measured {
  const returns = equity.length - 1;
  if (returns < 1) return { reason: 'no_returns' };
  const growth = portableLog((equity[returns] as number) / (equity[0] as number));
  const annual = portableExp((growth * barsPerYear) / returns) - 1;
  return Number.isFinite(annual) ? annual : { reason: 'overflow: the window is too short to be annualised' };
}
