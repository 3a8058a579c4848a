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
  /** At each close of the span, starting from 1. */
  equity: number[];
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
      equity,
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

/** Quartiles of the members' equity at each close. */
export type SeedsEquity = Record<keyof typeof QUARTILES, number[]>;

/** No member's own path, but between which the middle half of them stood on each bar. */
export function seedsEquity(seeds: readonly SeedEvaluation[]): SeedsEquity {
  const [first] = seeds;
  const path = (share: number) =>
    (first?.equity ?? []).map((_, bar) =>
      quantile(
        seeds.map(({ equity }) => equity[bar] as number),
        share,
      ),
    );
  return { q1: path(QUARTILES.q1), median: path(QUARTILES.median), q3: path(QUARTILES.q3) };
}
