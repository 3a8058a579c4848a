import type { ReviewTeam } from '@trademaster/contracts';
import { PipelineError } from '@trademaster/errors';
import type { CrewFactory } from './crew';
import { RuleAgent } from './rule-agent';
import { executorWords } from './rules/executor-words';
import { riskManagerWords } from './rules/risk-assessment';
import { strategyWords } from './rules/strategy-words';
import { technicalWords } from './rules/technical-words';

const VOICES = {
  TechnicalAnalyst: technicalWords,
  StrategyAnalyst: strategyWords,
  RiskManager: riskManagerWords,
  Executor: executorWords,
};

/**
 * The team without a language model: the same agents in the file's order, each saying what its rules make of the facts.
 * Errors: `environment_invalid` when the team has others than the four there are rules for.
 */
export function ruleCrew(team: ReviewTeam): CrewFactory {
  const names = team.participants.map(({ name }) => name);
  if (names.toSorted().join() !== Object.keys(VOICES).toSorted().join() || team.decider !== 'Executor') {
    throw new PipelineError(
      'environment_invalid',
      `REVIEW_TEAM: without OPENAI_API_KEY or OPENAI_BASE_URL the team must be ${Object.keys(VOICES).join(', ')}, ` +
        `and Executor must decide (got ${names.join(', ')}; ${team.decider} decides)`,
      { field: 'REVIEW_TEAM' },
    );
  }
  return ({ facts, stamp }) => {
    const participants = team.participants.map(({ name, description }) => {
      const words = VOICES[name as keyof typeof VOICES];
      return new RuleAgent(name, description, stamp, () => words(facts, team.rules));
    });
    const decider = participants[names.indexOf(team.decider)] as RuleAgent;
    return { participants, decider, provenance: 'rules', modelUsed: 'rules' };
  };
}
