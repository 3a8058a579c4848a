import { playTargets } from '../environment/play-targets';
import type { Bar } from '../market/bar';
import { barsPerYear } from '../market/calendar';
import type { BarSpan } from '../market/windows';
import type { EngineSettings } from '../settings';
import { isMeasured } from '../statistics/measured';
import { quantile } from '../statistics/quantile';
import { returnsOf } from '../statistics/returns';
import { sharpeRatio } from '../statistics/sharpe-ratio';
import { totalReturn } from '../statistics/total-return';
import type { MetricMap } from './metrics';

export interface SeedEvaluation {
  seed: number;
  totalReturn: number;
  /** Annualised; null when undefined. */
  sharpe: number | null;
}

const QUARTILES = { q1: 0.25, median: 0.5, q3: 0.75 } as const;

/** Each member's own targets played over a span: describes how much hangs on the seed, is never deployed. */
export function evaluateSeeds(
  bars: readonly Bar[],
  settings: EngineSettings,
  span: BarSpan,
  members: readonly { seed: number; targets: readonly number[] }[],
): SeedEvaluation[] {
  return members.map(({ seed, targets }) => {
    const { equity } = playTargets(bars, settings, span, targets);
    const sharpe = sharpeRatio(returnsOf(equity));
    return {
      seed,
      totalReturn: totalReturn(equity),
      sharpe: isMeasured(sharpe) ? sharpe * Math.sqrt(barsPerYear(settings.calendar)) : null,
    };
  });
}

/** `total_return_q1`, `…_median`, `…_q3` and the same of `sharpe`, over the members that have one. */
export function seedsSpread(seeds: readonly SeedEvaluation[]): MetricMap {
  const spread: MetricMap = {};
  const sharpes = seeds.flatMap(({ sharpe }) => sharpe ?? []);
  for (const [name, share] of Object.entries(QUARTILES)) {
    spread[`total_return_${name}`] = quantile(
      seeds.map((seed) => seed.totalReturn),
      share,
    );
    if (sharpes.length > 0) spread[`sharpe_${name}`] = quantile(sharpes, share);
  }
  return spread;
}
