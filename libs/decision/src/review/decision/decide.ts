import type {
  Action,
  InferenceResult,
  Intent,
  Levels,
  Provenance,
  ReviewRules,
  RunContext,
} from '@trademaster/contracts';
import { actionOf, intentOf } from '@trademaster/engine';
import { PipelineError } from '@trademaster/errors';
import { groundingOffences } from '../claims/grounding';
import { quotableFacts, type StatedDecision } from '../claims/quotable-facts';
import { type DetailedFacts, statedConfidence } from '../facts/review-facts';
import type { ExecutorAnswer, StatedChange } from './executor-answer.dto';
import { finalLevels } from './final-levels';
import { type Offence, offence } from './offence';

/** A validated answer within its authority. */
export interface Decision {
  action: Action;
  intent: Intent;
  /** Share of equity. */
  targetPosition: number;
  /** 0..100, at most the policy's. */
  confidence: number;
  levels?: Levels;
  changedBy?: StatedChange;
  /** Whether the target position is another than the policy's. */
  changesPosition: boolean;
  reasoning: string;
  keyFactors: string[];
}

export interface DecisionInput {
  answer: ExecutorAnswer;
  run: RunContext;
  inference: InferenceResult;
  /** What the team could be told: its numbers, and those of the team's rules, are all that the answer may state. */
  facts: DetailedFacts;
  rules: ReviewRules;
  /** Agents that have spoken. */
  speakers: readonly string[];
  /** Rules write their sentences from the facts by code: what the claim ledger makes of them is kept, not enforced. */
  provenance: Provenance;
}

/** The team sees rounded positions: what it repeats is taken for the exact one within this share of equity. */
const ROUNDING = 1e-4;

/**
 * Holds an answer against the review's authority, the geometry of its levels and the facts. What is not allowed is
 * refused, never clamped. Errors: `review_invalid` with every offence, each naming the field, the rule and the value.
 */
export function decide(input: DecisionInput): Decision {
  const { answer, run, inference } = input;
  const { policy } = inference;
  const target = exact(answer.target_position, [policy.target_position, policy.current_position, 0]);
  const intent = intentOf(policy.current_position, target);
  const changesPosition = target !== policy.target_position;
  const lowersConfidence = answer.confidence < statedConfidence(policy.confidence);
  const maxPosition = run.config.environment.max_position;
  const { levels, offences: levelOffences } = finalLevels({ answer, inference, intent, target, maxPosition });

  const offences = [
    ...actionOffences(answer, policy.current_position, target),
    ...positionOffences(target, input),
    ...confidenceOffences(answer, policy.confidence),
    ...levelOffences,
    ...changeOffences(answer, changesPosition || lowersConfidence, input.speakers),
    ...(input.provenance === 'rules'
      ? []
      : groundingOffences(answer, quotableFacts(input.facts, input.rules, statedIn(answer, levels)))),
  ];
  const [first] = offences;
  if (first !== undefined) {
    throw new PipelineError('review_invalid', offences.map(({ message }) => message).join('; '), {
      field: first.field,
    });
  }
  return {
    action: answer.action,
    intent,
    targetPosition: target,
    confidence: lowersConfidence ? answer.confidence : policy.confidence,
    ...(levels === undefined ? {} : { levels }),
    ...(answer.changed_by ? { changedBy: answer.changed_by } : {}),
    changesPosition,
    reasoning: answer.reasoning,
    keyFactors: answer.key_factors,
  };
}

/** The decision as its own text may quote it: with the levels that are computed, or else the stated ones. */
function statedIn(
  { target_position, confidence, entry, stop, target }: ExecutorAnswer,
  levels?: Levels,
): StatedDecision {
  const stated = Object.fromEntries(Object.entries({ entry, stop, target }).filter(([, level]) => level != null));
  return { target_position, confidence, levels: levels ?? stated };
}

/** The decision as the transcript's texts may quote it. */
export function statedDecision({ targetPosition, confidence, levels }: Decision): StatedDecision {
  return {
    target_position: targetPosition,
    confidence: statedConfidence(confidence),
    ...(levels === undefined ? {} : { levels }),
  };
}

function exact(stated: number, candidates: number[]): number {
  return candidates.find((candidate) => Math.abs(candidate - stated) <= ROUNDING) ?? stated;
}

function actionOffences({ action }: ExecutorAnswer, current: number, target: number): Offence[] {
  const expected = actionOf(current, target);
  if (action === expected) return [];
  return [offence('action', `must be ${expected} to move the position from ${current} to ${target} (got ${action})`)];
}

/**
 * Veto: anywhere between flat and the policy's target, so that the review never holds more than the policy asked for
 * and never on the other side. Override: anywhere the run's own environment allows.
 */
function positionOffences(target: number, { run, inference }: DecisionInput): Offence[] {
  const { environment, review } = run.config;
  const proposed = inference.policy.target_position;
  if (review.authority === 'veto') {
    const within = target * proposed >= 0 && Math.abs(target) <= Math.abs(proposed);
    if (within) return [];
    const range = `must lie between 0 and the policy's ${proposed}`;
    return [offence('target_position', `${range}: veto authority may not open, reverse or raise (got ${target})`)];
  }
  if (Math.abs(target) > environment.max_position) {
    return [offence('target_position', `must not exceed max_position ${environment.max_position} (got ${target})`)];
  }
  if (target < 0 && !environment.allow_short && target !== proposed) {
    return [offence('target_position', `must not be short: environment.allow_short is false (got ${target})`)];
  }
  return [];
}

function confidenceOffences({ confidence }: ExecutorAnswer, policyConfidence: number): Offence[] {
  const most = statedConfidence(policyConfidence);
  if (confidence <= Math.max(policyConfidence, most)) return [];
  return [
    offence('confidence', `must not exceed the policy's ${most}: the review may only lower it (got ${confidence})`),
  ];
}

function changeOffences({ changed_by }: ExecutorAnswer, changes: boolean, speakers: readonly string[]): Offence[] {
  if (!changes) {
    return changed_by ? [offence('changed_by', "must be null: position and confidence are the policy's own")] : [];
  }
  if (!changed_by) return [offence('changed_by', 'must say which agent asked for the change, and why')];
  if (speakers.includes(changed_by.agent)) return [];
  return [
    offence('changed_by.agent', `must be one of ${speakers.join(', ')} (got ${JSON.stringify(changed_by.agent)})`),
  ];
}
