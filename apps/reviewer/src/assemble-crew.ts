import { OpenAiModelClient } from '@trademaster/agentchat';
import type { ReplyJournal, ReviewTeam } from '@trademaster/contracts';
import { type CrewFactory, LimitedModelClient, modelCrew, ruleCrew } from '@trademaster/decision';
import { MeteredModelClient } from './metered-model-client';
import type { ReviewMetrics } from './review-metrics';
import type { ReviewerConfig } from './reviewer.config';

/** Agents with a language model where one is configured, else agents that go by rules and say so. */
export function assembleCrew(
  team: ReviewTeam,
  config: ReviewerConfig,
  journal: ReplyJournal,
  metrics: Pick<ReviewMetrics, 'called'>,
): CrewFactory {
  const { endpoint, concurrency = 1, budget, prices } = config;
  if (endpoint === undefined) return ruleCrew(team);
  const { temperature } = team;
  const client = new OpenAiModelClient({ ...endpoint, ...(temperature === undefined ? {} : { temperature }) });
  return modelCrew(
    team,
    new LimitedModelClient(new MeteredModelClient(client, metrics, prices), concurrency),
    journal,
    {
      ...(budget && { budget }),
      ...(prices && { prices }),
    },
  );
}
