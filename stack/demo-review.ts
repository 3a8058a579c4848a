import { OpenAiModelClient } from '@trademaster/agentchat';
import { reviewTeam } from '@trademaster/contracts';
import { detailedFacts, modelCrew, quotableFacts, ReviewService } from '@trademaster/decision';
import {
  exampleEventData,
  exampleRunContext,
  InMemoryArtifactStore,
  InMemoryReplyJournal,
  ScriptedModelServer,
} from '@trademaster/testkit';
import { DEMO_SCRIPT } from './demo/demo-script';
import { turnText } from './demo/show-turn';

/** `npm run demo:review`: the team at work on the example run, turn by turn, over HTTP before a scripted model. */
export async function demoReview(show: (line: string) => void): Promise<void> {
  const team = reviewTeam();
  const run = exampleRunContext();
  run.pins.team_sha256 = team.sha256;
  const data = exampleEventData('signal.inferred', { run });
  const facts = quotableFacts(detailedFacts(data), team.team.rules, { target_position: 1, confidence: 35 });
  const server = await ScriptedModelServer.start(DEMO_SCRIPT);
  try {
    const endpoint = new OpenAiModelClient({ model: 'scripted-model', baseUrl: server.url, timeoutMs: 10_000 });
    const prices = { prompt: 0.15, completion: 0.6 };
    const crew = modelCrew(team.team, endpoint, new InMemoryReplyJournal(), { prices });
    const service = new ReviewService(team, crew, new InMemoryArtifactStore());
    show('✓ a fact of the run bears it out   ✗ a fact contradicts it   ? no fact is about it\n');
    const reviewed = await service.review(data, 0, AbortSignal.timeout(60_000), (item) =>
      turnText(item, team.team.decider, facts).forEach(show),
    );
    server.verify();
    const { action, confidence_score, stop_loss, changed_by, claims, grounded_share, usage } = reviewed.signal;
    show(
      `\ndecision  ${action} at ${confidence_score}, stop ${stop_loss}; changed by ${changed_by?.agent ?? 'nobody'}`,
    );
    show(`claims    ${JSON.stringify(claims)}, grounded ${(100 * (grounded_share ?? 0)).toFixed(1)} %`);
    show(
      `cost      ${usage.calls} calls, ${usage.prompt_tokens} + ${usage.completion_tokens} tokens, ${usage.cost_usd?.toFixed(6)} USD`,
    );
    show(`hash      ${reviewed.decision_sha256}`);
  } finally {
    await server.stop();
  }
}

if (require.main === module) {
  demoReview((line) => console.log(line)).catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
}
