import { type Authority, type InferenceResult, reviewTeam, type SignalInferred } from '@trademaster/contracts';
import { exampleEventData, exampleInferenceResult, exampleRunContext } from '@trademaster/testkit';
import type { ExecutorAnswer } from '../src/review/decision/executor-answer.dto';

export const TEAM = reviewTeam();

type Policy = InferenceResult['policy'];

export interface ProposalOptions {
  policy?: Partial<Policy>;
  verdict?: InferenceResult['verdict']['verdict'];
  authority?: Authority;
  allowShort?: boolean;
  maxRounds?: number;
}

/** The example run, resolved for the default team: flat today, BUY to 1 at 49, entry 100, stop 95, target 110, ATR 2.5. */
export function proposal(options: ProposalOptions = {}): SignalInferred {
  const { authority = 'veto', maxRounds = 8, allowShort = false } = options;
  const run = exampleRunContext();
  run.pins.team_sha256 = TEAM.sha256;
  run.config.review = { max_rounds: maxRounds, authority };
  run.config.environment.allow_short = allowShort;
  const inference = exampleInferenceResult();
  inference.policy = { ...inference.policy, ...options.policy };
  inference.verdict.verdict = options.verdict ?? inference.verdict.verdict;
  return exampleEventData('signal.inferred', { run, inference });
}

/** Holding 1, the policy wants to keep it: no levels. */
export const KEEPING: Partial<Policy> = {
  action: 'HOLD',
  intent: 'keep',
  current_position: 1,
  target_position: 1,
  levels: undefined,
};

/** Confirms the example proposal. */
export function answer(overrides: Partial<ExecutorAnswer> = {}): ExecutorAnswer {
  return {
    status: 'TERMINATE',
    action: 'BUY',
    target_position: 1,
    confidence: 49,
    reasoning: 'All three members agree and nobody objects.',
    key_factors: ['3 of 3 members agree'],
    entry: null,
    stop: null,
    target: null,
    changed_by: null,
    ...overrides,
  };
}

/** Stays flat on the RiskManager's word. */
export function vetoed(overrides: Partial<ExecutorAnswer> = {}): ExecutorAnswer {
  const changed_by = { agent: 'RiskManager', claims: ['The drawdown is too deep.'] };
  return answer({ action: 'HOLD', target_position: 0, changed_by, ...overrides });
}
