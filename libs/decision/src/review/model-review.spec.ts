import { OpenAiModelClient, type TaskResult } from '@trademaster/agentchat';
import type { ReplyJournal, SignalReviewed } from '@trademaster/contracts';
import type { PipelineError } from '@trademaster/errors';
import {
  InMemoryArtifactStore,
  InMemoryReplyJournal,
  reviewScript,
  ScriptedModelServer,
  type ScriptedReply,
  type ScriptedStep,
} from '@trademaster/testkit';
import { answer, proposal, TEAM, vetoed } from '../../test/proposals';
import { ReviewService } from './review.service';
import { modelCrew } from './team/model-crew';

const NEVER = new AbortController().signal;

describe('review by a language model over HTTP', () => {
  let artifacts: InMemoryArtifactStore;
  beforeEach(() => (artifacts = new InMemoryArtifactStore()));

  const transcriptOf = async ({ transcript }: SignalReviewed) =>
    JSON.parse((await artifacts.get(transcript)).toString('utf8')) as TaskResult;

  let server: ScriptedModelServer;
  let journal: InMemoryReplyJournal;
  beforeEach(() => (journal = new InMemoryReplyJournal()));
  afterEach(() => server.stop());

  async function reviewer(
    script: ScriptedStep[] | typeof reviewScript,
    { using = journal, timeoutMs = 60_000 }: { using?: ReplyJournal; timeoutMs?: number } = {},
  ) {
    server = await ScriptedModelServer.start(script);
    const endpoint = new OpenAiModelClient({
      model: 'scripted-model',
      apiKey: 'sk-test-not-a-secret',
      baseUrl: server.url,
      timeoutMs,
      maxRetries: 0,
      temperature: 0,
    });
    return new ReviewService(TEAM, modelCrew(TEAM.team, endpoint, using), artifacts);
  }

  const ANALYSTS = ['The trend is up.', 'The backtest earned 0.063.', 'No objection.'];
  const executor = (given: object): ScriptedReply => ({
    content: JSON.stringify(given),
    usage: { prompt_tokens: 100, completion_tokens: 10 },
  });

  it('given the review script, when reviewed, then the signal is the model’s, with its usage', async () => {
    const service = await reviewer(reviewScript);
    const { signal } = await service.review(proposal(), 0, NEVER);
    expect(signal).toMatchObject({ action: 'BUY', provenance: 'model', model_used: 'scripted-model' });
    expect(signal.usage.calls).toBe(4);
    expect(signal.usage.prompt_tokens).toBeGreaterThan(100);
    const formats = server.calls.map(({ body }) => body.response_format?.type);
    expect(formats).toEqual([undefined, undefined, undefined, 'json_schema']);
  });

  it('given a veto, when reviewed, then both actions are kept, with who changed it and where it was said', async () => {
    const service = await reviewer([...ANALYSTS, executor(vetoed())]);
    const { signal } = await service.review(proposal(), 0, NEVER);
    expect(signal).toMatchObject({
      policy_action: 'BUY',
      final_action: 'HOLD',
      changed_by: { agent: 'RiskManager', message: 3, claims: ['The drawdown is too deep.'] },
      confidence_basis: 'agreement_uncalibrated',
    });
    server.verify();
  });

  it('given an invalid answer, when repaired with the exact offences, then the second one counts', async () => {
    const service = await reviewer([...ANALYSTS, executor(answer({ confidence: 90, stop: 101 })), executor(answer())]);
    const reviewed = await service.review(proposal(), 0, NEVER);
    expect(reviewed.signal.confidence_score).toBe(49);
    const repair = server.calls[4]?.body.messages.at(-1);
    expect(repair).toMatchObject({ role: 'user', content: expect.stringMatching(/confidence .*90.*stop .*101/) });
    expect((await transcriptOf(reviewed)).messages).toHaveLength(7);
    server.verify();
  });

  it('given an Executor that asks for another round, when it decides in the next, then that counts', async () => {
    const service = await reviewer([...ANALYSTS, 'I want to hear more.', ...ANALYSTS, executor(answer())]);
    const { signal } = await service.review(proposal(), 0, NEVER);
    expect(signal.usage.calls).toBe(8);
    server.verify();
  });

  const reversal = executor(answer({ action: 'SELL', target_position: -1 }));
  const inText = `My decision: ${JSON.stringify(answer())}`;
  it.each<[string, ScriptedStep[], string]>([
    ['malformed JSON twice', [...ANALYSTS, '{"status":"TERMINATE",', '{"status":"TERMINATE",'], 'review_invalid'],
    ['JSON within text twice', [...ANALYSTS, inText, inText], 'review_invalid'],
    ['a request to reverse twice', [...ANALYSTS, reversal, reversal], 'review_invalid'],
    ['an empty answer in both rounds and in the repair', [...ANALYSTS, '', ...ANALYSTS, '', ''], 'review_invalid'],
    ['a silent RiskManager', [...ANALYSTS.slice(0, 2), '', executor(answer())], 'review_invalid'],
    ['a refusal', [{ refusal: 'I cannot help with that.' }], 'review_refused'],
    ['a wrong key', [{ status: 401 }], 'review_refused'],
    ['429', [{ status: 429 }], 'review_unavailable'],
    ['500 in the middle', [...ANALYSTS.slice(0, 1), { status: 500 }], 'review_unavailable'],
    ['a hanging connection', [{ hang: true }], 'review_unavailable'],
    [
      'a megabyte in place of a decision',
      [...ANALYSTS, ...Array<string>(2).fill(`TERMINATE ${'x'.repeat(1e6)}`)],
      'review_invalid',
    ],
  ])(
    'given %s, when reviewed, then the run fails with the right code and never as a normal signal',
    async (_, script, code) => {
      const timeoutMs = script.some((step) => typeof step === 'object' && step.hang) ? 300 : 60_000;
      const service = await reviewer(script, { timeoutMs });
      const failure = await service.review(proposal(), 0, NEVER).catch((thrown: PipelineError) => thrown);
      expect(failure).toMatchObject({ code });
      server.verify();
    },
  );

  describe('journal', () => {
    it('given a reviewer that died after two replies, when another takes over, then only the missing calls are made', async () => {
      const dying = await reviewer([...ANALYSTS.slice(0, 2), { status: 500 }]);
      await expect(dying.review(proposal(), 0, NEVER)).rejects.toMatchObject({ code: 'review_unavailable' });
      await server.stop();
      const successor = await reviewer([...ANALYSTS.slice(2), executor(answer())]);
      const reviewed = await successor.review(proposal(), 0, NEVER);
      server.verify();
      const { messages } = await transcriptOf(reviewed);
      expect(messages[1]?.content).toBe(ANALYSTS[0]);
    });

    it('given a full journal, when reviewed again, then nobody is called and the result is the same', async () => {
      const service = await reviewer([...ANALYSTS, executor(vetoed())]);
      const first = await service.review(proposal(), 0, NEVER);
      expect(await service.review(proposal(), 0, NEVER)).toEqual(first);
      server.verify();
    });

    it('given two reviewers at once, when their replies differ, then both use what was recorded first', async () => {
      const [decides, vetoes] = [executor(answer()), executor(vetoed())];
      const first = (await (await reviewer([...ANALYSTS, decides])).review(proposal(), 0, NEVER)).decision_sha256;
      await server.stop();
      const blind: ReplyJournal = {
        get: () => Promise.resolve(undefined),
        put: journal.put.bind(journal),
        entries: journal.entries.bind(journal),
      };
      const late = await reviewer([...ANALYSTS, vetoes], { using: blind });
      expect((await late.review(proposal(), 0, NEVER)).decision_sha256).toBe(first);
      server.verify();
    });

    it('given a failed attempt, when the run is retried, then the model is asked anew', async () => {
      const service = await reviewer([...ANALYSTS, 'TERMINATE', 'TERMINATE', ...ANALYSTS, executor(answer())]);
      await expect(service.review(proposal(), 0, NEVER)).rejects.toMatchObject({ code: 'review_invalid' });
      await expect(service.review(proposal(), 1, NEVER)).resolves.toMatchObject({ signal: { action: 'BUY' } });
      server.verify();
    });
  });
});
