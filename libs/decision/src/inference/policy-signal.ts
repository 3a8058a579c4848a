import type { Levels, MarketContext as MarketContextDto, PolicySignal } from '@trademaster/contracts';
import { actionOf, calibratedConfidence, intentOf, type MarketContext, priceLevels } from '@trademaster/engine';
import type { Decision } from './decide';
import type { LoadedModel } from './load-model';

/** The policy's proposal: what to do, how sure, at which levels. Confidence never exceeds the verdict's cap. */
export function policySignal({ policy, parts }: LoadedModel, decision: Decision, market: MarketContext): PolicySignal {
  const { currentPosition, targetPosition, positionSource, votes, agreement } = decision;
  const { confidence, basis } = calibratedConfidence(parts.calibration, agreement, targetPosition);
  const levels = levelsOf(decision, market, parts.settings.environment.maxPosition);
  return {
    action: actionOf(currentPosition, targetPosition),
    intent: intentOf(currentPosition, targetPosition),
    current_position: currentPosition,
    target_position: targetPosition,
    position_source: positionSource,
    confidence: Math.min(confidence, policy.verdict.confidence_cap),
    confidence_basis: basis,
    votes: parts.members.map(({ seed }, index) => ({ seed, target: votes[index] as number })),
    agreement,
    ...(levels && { levels }),
  };
}

function levelsOf(decision: Decision, market: MarketContext, maxPosition: number): Levels | undefined {
  const { currentPosition, targetPosition } = decision;
  const levels = priceLevels({ market, currentPosition, targetPosition, maxPosition });
  if (!levels) return undefined;
  const { entry, stop, target, rMultiple, size } = levels;
  return { entry, stop, target, r_multiple: rMultiple, size };
}

/** The engine's market context in the words of the wire. */
export function marketContextDto({ indicators, reasons, lastCloses, trend }: MarketContext): MarketContextDto {
  return { indicators, indicators_reasons: reasons, last_closes: lastCloses, trend };
}
