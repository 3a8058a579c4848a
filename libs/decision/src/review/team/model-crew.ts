import { AssistantAgent, type ModelClient } from '@trademaster/agentchat';
import type { ReplyJournal, ReviewTeam } from '@trademaster/contracts';
import { PipelineError } from '@trademaster/errors';
import { ANSWER_SCHEMA } from '../decision/answer-schema';
import type { CrewFactory } from './crew';
import { JournaledModelClient } from './journaled-model-client';

/** The team's participants, each answering with a language model by its own instructions. */
export function modelCrew(team: ReviewTeam, endpoint: ModelClient, journal: ReplyJournal): CrewFactory {
  return ({ runId, attempt, stamp }) => {
    const modelClient = new JournaledModelClient(endpoint, journal, runId, attempt);
    const participants = team.participants.map(
      ({ name, description, system_message }) =>
        new AssistantAgent({
          name,
          description,
          systemMessage: system_message.join('\n'),
          modelClient,
          stamp,
          ...(name === team.decider ? { responseSchema: ANSWER_SCHEMA } : {}),
        }),
    );
    const decider = participants.find(({ name }) => name === team.decider);
    if (decider === undefined) throw new PipelineError('internal', `nobody in the team is called ${team.decider}`);
    return { participants, decider, provenance: 'model', modelUsed: endpoint.model };
  };
}
