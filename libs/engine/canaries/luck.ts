import { isMeasured } from '../src/statistics/measured';
import { variance } from '../src/statistics/moments';
import { countFinding, type Finding } from './finding';
import { freeSettings, noise, passes, type Played, trainAndPlay } from './series';

const ONE_TRIAL = { count: 1, sharpeVariance: 0 };
const FAMILY = 20;

/**
 * Each run on prices of its own: one in twenty looks like skill at 95 %, neither many more nor many less. Over 2,000 runs
 * it is 4.5 %; with normal log returns, whose prices rise by σ²/2 a bar, it was 6.0 %.
 */
export function size(runs: number, low: number, high: number): Finding {
  const settings = freeSettings();
  let passed = 0;
  for (let run = 0; run < runs; run++) {
    if (passes(trainAndPlay(noise(1000 + run), settings, run), ONE_TRIAL)) passed++;
  }
  return countFinding('size: noise passes PSR > 0.95', passed, runs, low, high);
}

/** The best of twenty tries on the same noise must not pass once the twenty are counted. */
export function family(families: number, high: number): Finding {
  const { counted } = passedFamilies(families);
  return countFinding(`family: best of ${FAMILY} noise runs passes DSR > 0.95`, counted, families, 0, high);
}

/** How many best ones pass when all tries are counted, and when only the one that is shown is. */
export function passedFamilies(families: number): { counted: number; alone: number } {
  const settings = freeSettings();
  let [counted, alone] = [0, 0];
  for (let f = 0; f < families; f++) {
    const bars = noise(50_000 + f);
    const runs = Array.from({ length: FAMILY }, (_, seed) => trainAndPlay(bars, settings, 100 * f + seed));
    const best = bestOf(runs);
    const sharpes = runs.flatMap(({ sharpe }) => (isMeasured(sharpe) ? [sharpe] : []));
    if (passes(best, { count: FAMILY, sharpeVariance: variance(sharpes) })) counted++;
    if (passes(best, ONE_TRIAL)) alone++;
  }
  return { counted, alone };
}

function bestOf(runs: readonly Played[]): Played {
  const value = ({ sharpe }: Played) => (isMeasured(sharpe) ? sharpe : -Infinity);
  return runs.reduce((best, run) => (value(run) > value(best) ? run : best));
}
