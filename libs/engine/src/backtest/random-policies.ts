import { playTargets } from '../environment/play-targets';
import type { Bar } from '../market/bar';
import type { BarSpan } from '../market/windows';
import { createRandom, type Random } from '../numerics/random';
import type { EngineSettings } from '../settings';
import { type Measured, MINIMUM_TRADES, type Unmeasured } from '../statistics/measured';
import { quantile } from '../statistics/quantile';

export const RANDOM_POLICIES = { draws: 1000, seed: 20240301 };

/** What policies with the same states and holding lengths, but no idea of the market, earned in the same window. */
export interface RandomPolicies {
  draws: number;
  seed: number;
  /** (1 + draws that returned at least as much) / (1 + draws). Unmeasured under 10 changes of position. */
  pValue: Measured;
  /** Quartiles of the draws' total returns; unmeasured with the p-value. */
  totalReturn: Record<'q1' | 'median' | 'q3', Measured>;
}

/**
 * Plays random policies through a span with the same fills and costs. A draw keeps the order of the policy's states,
 * permutes the holding lengths among segments of the same state, and rotates the whole by a random offset: as much
 * time in each state and nearly as many changes, at other times.
 */
export function randomPolicies(
  bars: readonly Bar[],
  settings: EngineSettings,
  span: BarSpan,
  targets: readonly number[],
  ours: number,
  { draws, seed } = RANDOM_POLICIES,
): RandomPolicies {
  const segments = segmentsOf(targets);
  const changes = segments.length - (targets[0] === 0 ? 1 : 0);
  if (changes < MINIMUM_TRADES) {
    const tooFew: Unmeasured = {
      reason: `too_few_trades: ${changes} changes of position, at least ${MINIMUM_TRADES} are needed`,
    };
    return { draws, seed, pValue: tooFew, totalReturn: { q1: tooFew, median: tooFew, q3: tooFew } };
  }
  const states = [...Map.groupBy(segments, ({ target }) => target).values()];
  const random = createRandom(seed);
  const drawn = new Array<number>(targets.length);
  const returns = new Float64Array(draws);
  let asGood = 0;
  for (let draw = 0; draw < draws; draw++) {
    for (const ofState of states) shuffleLengths(ofState, random);
    layOut(segments, random.below(targets.length), drawn);
    const result = playTargets(bars, settings, span, drawn).account.equity - 1;
    returns[draw] = result;
    if (result >= ours) asGood++;
  }
  const at = (share: number): number => quantile(returns, share);
  return {
    draws,
    seed,
    pValue: (1 + asGood) / (1 + draws),
    totalReturn: { q1: at(0.25), median: at(0.5), q3: at(0.75) },
  };
}

/** A run of bars with the same target. */
interface Segment {
  target: number;
  bars: number;
}

function segmentsOf(targets: readonly number[]): Segment[] {
  const segments: Segment[] = [];
  for (const target of targets) {
    const last = segments.at(-1);
    if (last?.target === target) last.bars += 1;
    else segments.push({ target, bars: 1 });
  }
  return segments;
}

/** Fisher and Yates. */
function shuffleLengths(segments: readonly Segment[], random: Random): void {
  for (let i = segments.length - 1; i > 0; i--) {
    const [a, b] = [segments[i] as Segment, segments[random.below(i + 1)] as Segment];
    [a.bars, b.bars] = [b.bars, a.bars];
  }
}

/** Writes the segments one after the other, beginning at `offset` and going round at the end. */
function layOut(segments: readonly Segment[], offset: number, into: number[]): void {
  let at = offset;
  for (const { target, bars } of segments) {
    for (let i = 0; i < bars; i++) {
      into[at] = target;
      at = at + 1 === into.length ? 0 : at + 1;
    }
  }
}
