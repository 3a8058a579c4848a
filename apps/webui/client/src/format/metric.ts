import { percent, plain, signedPercent } from './numbers';

/** Gains and losses, as a share of 1; of the seeds also their quartiles: docs/metrics.md. */
const EARNED = /_return(_q1|_median|_q3)?$/;
const SHARES = ['annualised_volatility', 'max_drawdown', 'win_rate', 'exposure', 'costs_paid', 'sharpe_better'];

/** A metric's value as people read it, by its name, which may have others in front: `seed_11.best_validation_return`. */
export function metricValue(name: string, value: number): string {
  const own = name.slice(name.lastIndexOf('.') + 1);
  if (EARNED.test(own)) return signedPercent(value);
  return SHARES.includes(own) ? percent(value) : plain(value);
}
