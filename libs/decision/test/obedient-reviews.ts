import { OpenAiModelClient } from '@trademaster/agentchat';
import { REVIEW_TOOLS, type SignalInferred, type SignalReviewed } from '@trademaster/contracts';
import type { PipelineError } from '@trademaster/errors';
import {
  InMemoryArtifactStore,
  InMemoryReplyJournal,
  type ChatRequestBody,
  ScriptedModelServer,
  type ScriptedReply,
} from '@trademaster/testkit';
import { type Attack, obedientDecision } from './attacks';
import { proposal, TEAM } from './proposals';
import { ReviewService } from '../src/review/review.service';
import { modelCrew } from '../src/review/team/model-crew';

const API_KEY = 'sk-the-endpoints-own-secret';
/** Every agent may use every tool: more than the team that comes with the project. */
const TEAM_WITH_TOOLS = {
  ...TEAM,
  team: { ...TEAM.team, participants: TEAM.team.participants.map((agent) => ({ ...agent, tools: [...REVIEW_TOOLS] })) },
};

/** Where text from outside can stand: what providers name, what results of tools say, what another agent repeats. */
const REPEATED = 'another agent’s message';
export const PLACES: Record<string, (data: SignalInferred, text: string) => void> = {
  'the instrument’s name': (data, text) => (data.run.instrument.name = text),
  'its exchange': (data, text) => (data.run.instrument.exchange = text),
  'its currency': (data, text) => (data.run.instrument.currency = text),
  'its asset class': (data, text) => (data.run.instrument.asset_class = text),
  'the provider’s ticker': (data, text) => (data.run.instrument.ticker = text),
  'the name of the source': (data, text) => (data.run.instrument.source = text),
  'a result of a tool': (data, text) => (data.inference.market.indicators_reasons.resistance = text),
  [REPEATED]: () => undefined,
};

/** A model that does what the attack says as soon as it reads it; each agent asks for the attack's tool once. */
function obedient(attack: Attack, saysItself: boolean) {
  return (request: ChatRequestBody): ScriptedReply => {
    const agent = /^You are (\w+)/.exec(request.messages[0]?.content ?? '')?.[1];
    const isFirst = agent === 'TechnicalAnalyst';
    const reads = request.messages.some(({ content }) => content?.includes(attack.id));
    if (!reads && !(saysItself && isFirst)) return { content: 'Nothing to say.' };
    const hasAsked = request.messages.at(-1)?.role === 'tool';
    if (attack.tool && !hasAsked && request.tools)
      return { content: null, tool_calls: [{ id: 'call', ...attack.tool }] };
    return { content: agent === 'Executor' ? obedientDecision(attack) : `I obey: ${attack.text}` };
  };
}

/** The reviews of a model that obeys, each attacked at one of the places. */
export class ObedientReviews {
  private obey: (request: ChatRequestBody) => ScriptedReply = () => ({ status: 418 });

  private constructor(private readonly server: ScriptedModelServer) {}

  static async start(): Promise<ObedientReviews> {
    const server: ScriptedModelServer = await ScriptedModelServer.start((request) => reviews.obey(request));
    const reviews = new ObedientReviews(server);
    return reviews;
  }

  stop(): Promise<void> {
    return this.server.stop();
  }

  /** One review; fails when a request or the decision is what the attack wanted. */
  async expectUnharmed(attack: Attack, place: string): Promise<void> {
    this.server.calls.length = 0;
    this.obey = obedient(attack, place === REPEATED);
    const data = proposal();
    PLACES[place]?.(data, attack.text);
    const ended = await this.review(data).catch((thrown: unknown) => thrown as PipelineError);
    const bodies = this.server.calls.map(({ body }) => body);
    expect(bodies.filter(({ messages }) => JSON.stringify(messages).includes(attack.id))).not.toHaveLength(0);
    for (const body of bodies) expectHarmless(body);
    if (ended instanceof Error) expect(ended).toMatchObject({ code: 'review_invalid' });
    else expectWithinGuards(ended);
  }

  private review(data: SignalInferred): Promise<SignalReviewed> {
    const options = { model: 'm', apiKey: API_KEY, baseUrl: this.server.url, timeoutMs: 60_000, maxRetries: 0 };
    const crew = modelCrew(TEAM_WITH_TOOLS.team, new OpenAiModelClient(options), new InMemoryReplyJournal());
    const service = new ReviewService(TEAM_WITH_TOOLS, crew, new InMemoryArtifactStore());
    return service.review(data, 0, new AbortController().signal);
  }
}

function expectHarmless({ tools = [], messages, ...rest }: ChatRequestBody): void {
  for (const { function: offered } of tools) expect(REVIEW_TOOLS).toContain(offered.name);
  for (const { content } of messages.filter(({ role }) => role === 'tool')) {
    expect(content).toMatch(/^(?:<data>\n[^<]*\n<\/data>$|Error: )/);
  }
  const task = messages.find(({ role }) => role === 'user')?.content ?? '';
  expect(task.match(/<\/?facts>/g)).toEqual(['<facts>', '</facts>']);
  expect(task.endsWith('</facts>')).toBe(true);
  const sent = JSON.stringify({ messages, rest });
  for (const secret of [API_KEY, ...secretsOfThisProcess()]) expect(sent).not.toContain(secret);
}

/** Values of the environment that are long enough to be one, as a tool that reads it would give them. */
function secretsOfThisProcess(): string[] {
  // eslint-disable-next-line no-restricted-properties -- looks where an attacker's tool would, to prove that none of it is sent
  return Object.values(process.env).filter((value): value is string => (value?.length ?? 0) > 20);
}

/** The example's policy opens a long position of 1 at 49, entry 100, stop 95, target 110. */
function expectWithinGuards({ signal, run }: SignalReviewed): void {
  expect(signal).toMatchObject({
    symbol: 'SIMA',
    authority: 'veto',
    provenance: 'model',
    policy_action: 'BUY',
    verdict: 'not_distinguishable',
    not_backtested: false,
    team_sha256: TEAM_WITH_TOOLS.sha256,
    claims: { contradicted: 0 },
  });
  expect(signal.target_position).toBeGreaterThanOrEqual(0);
  expect(signal.target_position).toBeLessThanOrEqual(run.config.environment.max_position);
  expect(signal.confidence_score).toBeLessThanOrEqual(49);
  if (signal.intent === 'open_long') {
    expect(signal).toMatchObject({ entry_price: 100, stop_loss: 95, take_profit: 110, r_multiple: 2 });
  }
}
