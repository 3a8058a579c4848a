import type { InferenceResult, Intent, Levels } from '@trademaster/contracts';
import { priceLevels } from '@trademaster/engine';
import type { ExecutorAnswer } from './executor-answer.dto';
import { type Offence, offence } from './offence';

const OPENING: ReadonlySet<Intent> = new Set(['open_long', 'open_short', 'add', 'reverse']);
/** Entry may differ from the last close by one ATR, or by 2 % of the close where there is no ATR. */
const ENTRY_BAND_IN_ATR = 1;
const ENTRY_BAND_WITHOUT_ATR = 0.02;
/** A stop or target farther away than this many entry bands protects nothing and promises anything. */
const FARTHEST_IN_BANDS = 10;
/** Share of equity that may be lost when the stop is hit. */
const EQUITY_AT_RISK = 0.01;

export function opensRisk(intent: Intent): boolean {
  return OPENING.has(intent);
}

export interface LevelsInput {
  answer: ExecutorAnswer;
  inference: InferenceResult;
  intent: Intent;
  /** Decided position, share of equity. */
  target: number;
  maxPosition: number;
}

/**
 * Levels of the decision. Only intents that open or add have any. What the answer leaves open is the policy's, or the
 * engine's where the policy has none on this side. R multiple and size are computed here, never taken from the answer.
 */
export function finalLevels(input: LevelsInput): { levels?: Levels; offences: Offence[] } {
  const { answer, intent, target, maxPosition } = input;
  const stated = (['entry', 'stop', 'target'] as const).filter((name) => typeof answer[name] === 'number');
  if (!opensRisk(intent)) {
    return { offences: stated.map((name) => offence(name, `must be null: ${intent} has no levels`)) };
  }
  const base = baseLevels(input);
  const [entry, stop, goal] = [answer.entry ?? base?.entry, answer.stop ?? base?.stop, answer.target ?? base?.target];
  if (entry === undefined || stop === undefined || goal === undefined) {
    return {
      offences: [offence('stop', 'and target must be given: this run has no levels of its own for such a decision')],
    };
  }
  const offences = geometry({ entry, stop, goal }, Math.sign(target), input.inference);
  if (offences.length > 0) return { offences };
  const distance = Math.abs(entry - stop);
  const size = Math.min(base?.size ?? maxPosition, (EQUITY_AT_RISK * entry) / distance, Math.abs(target));
  return { levels: { entry, stop, target: goal, r_multiple: Math.abs(goal - entry) / distance, size }, offences: [] };
}

function baseLevels({ inference, target, maxPosition }: LevelsInput): Omit<Levels, 'r_multiple'> | undefined {
  const { policy, market } = inference;
  if (policy.levels !== undefined && Math.sign(policy.target_position) === Math.sign(target)) return policy.levels;
  return priceLevels({
    market: {
      indicators: market.indicators,
      reasons: market.indicators_reasons,
      lastCloses: market.last_closes,
      trend: market.trend,
    },
    currentPosition: policy.current_position,
    targetPosition: target,
    maxPosition,
  });
}

function geometry(
  { entry, stop, goal }: { entry: number; stop: number; goal: number },
  side: number,
  { market }: InferenceResult,
): Offence[] {
  const close = market.indicators.last_close ?? entry;
  const band = (market.indicators.atr_14 ?? 0) * ENTRY_BAND_IN_ATR || close * ENTRY_BAND_WITHOUT_ATR;
  const offences: Offence[] = [];
  if (Math.abs(entry - close) > band) {
    offences.push(offence('entry', `must lie within ${short(band)} of the last close ${short(close)} (got ${entry})`));
  }
  const [stopSide, goalSide] = side > 0 ? ['below', 'above'] : ['above', 'below'];
  if ((entry - stop) * side <= 0)
    offences.push(offence('stop', `must lie ${stopSide} the entry ${entry} (got ${stop})`));
  if ((goal - entry) * side <= 0) {
    offences.push(offence('target', `must lie ${goalSide} the entry ${entry} (got ${goal})`));
  }
  for (const [name, price] of [
    ['stop', stop],
    ['target', goal],
  ] as const) {
    if (price <= 0) offences.push(offence(name, `must be a positive price (got ${price})`));
    if (Math.abs(price - entry) > FARTHEST_IN_BANDS * band) {
      offences.push(
        offence(name, `must lie within ${short(FARTHEST_IN_BANDS * band)} of the entry ${entry} (got ${price})`),
      );
    }
  }
  return offences;
}

function short(price: number): number {
  return Number(price.toPrecision(6));
}
