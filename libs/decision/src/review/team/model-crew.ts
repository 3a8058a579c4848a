import { AssistantAgent, type ModelClient } from '@trademaster/agentchat';
import type { ReplyJournal, ReviewTeam, TokenPrices } from '@trademaster/contracts';
import { PipelineError } from '@trademaster/errors';
import { ANSWER_SCHEMA } from '../decision/answer-schema';
import { BudgetedModelClient, type ReviewBudget } from './budgeted-model-client';
import type { CrewFactory } from './crew';
import { factTools } from './fact-tools';
import { JournaledModelClient } from './journaled-model-client';

/** Calls of tools in one turn, before the agent has to answer. */
const TOOL_ITERATIONS = 3;
/** Those, and the answer. */
export const CALLS_PER_TURN = TOOL_ITERATIONS + 1;

export interface ModelCrewOptions {
  budget?: ReviewBudget;
  prices?: TokenPrices;
}

/** The team's participants, each answering with a language model by its own instructions. */
export function modelCrew(
  team: ReviewTeam,
  endpoint: ModelClient,
  journal: ReplyJournal,
  { budget = {}, prices }: ModelCrewOptions = {},
): CrewFactory {
  return ({ runId, attempt, facts, stamp }) => {
    const journaled = new JournaledModelClient(endpoint, journal, runId, attempt);
    const modelClient = new BudgetedModelClient(journaled, budget, prices);
    const reading = factTools(facts);
    const participants = team.participants.map(
      ({ name, description, system_message, tools = [] }) =>
        new AssistantAgent({
          name,
          description,
          systemMessage: system_message.join('\n'),
          modelClient,
          stamp,
          tools: tools.map((tool) => reading[tool]),
          reflectOnToolUse: true,
          maxToolIterations: TOOL_ITERATIONS,
          ...(name === team.decider ? { responseSchema: ANSWER_SCHEMA } : {}),
        }),
    );
    const decider = participants.find(({ name }) => name === team.decider);
    if (decider === undefined) throw new PipelineError('internal', `nobody in the team is called ${team.decider}`);
    return {
      participants,
      decider,
      provenance: 'model',
      modelUsed: endpoint.model,
      ...(prices === undefined ? {} : { prices }),
    };
  };
}
