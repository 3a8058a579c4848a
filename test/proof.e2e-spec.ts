import type { RequestResolved, SymbolResolved, TradingSignal } from '@trademaster/contracts';
import type { Verification } from '@trademaster/decision';
import { MlflowArtifacts, MlflowClient } from '@trademaster/mlflow';
import { eventually, exampleEvent, reviewScript, ScriptedModelServer } from '@trademaster/testkit';
import { GuardedHttp } from './clusters/guarded-http';
import { CountingProxy } from './support/counting-proxy';
import { drained } from './support/drained';
import { PipelineUnderTest } from './support/pipeline-under-test';
import { SMALL_CONFIG } from './support/sample-request';

/** What a run leaves behind is enough to do it again, without its model endpoint. */
describe('the proof of a run', () => {
  let endpoint: ScriptedModelServer;
  let mlflow: CountingProxy;
  let webui: CountingProxy | undefined;
  let pipeline: PipelineUnderTest;
  let runs: Record<'both' | 'train_backtest' | 'inference', string>;

  const begun = new Date().toISOString();
  beforeAll(async () => {
    mlflow = await CountingProxy.before(process.env.MLFLOW_TRACKING_URI ?? '');
    const through = { MLFLOW_TRACKING_URI: mlflow.url };
    endpoint = await ScriptedModelServer.start(reviewScript);
    const settings = {
      HANDLER_RETRY_SECONDS: '0',
      REVIEW_PROMPT_USD_PER_MTOK: '2.5',
      REVIEW_COMPLETION_USD_PER_MTOK: '10',
    };
    const reviewer = { OPENAI_BASE_URL: endpoint.url, OPENAI_API_KEY: 'sk-test-not-a-secret', ...settings, ...through };
    pipeline = await PipelineUnderTest.start({
      envOf: { reviewer, 'symbol-resolver': through, trainer: through, inferencer: through, persister: through },
    });
    const run = async (mode: string) => {
      const completed = await pipeline.run({ symbol: 'PROOF', mode, config: SMALL_CONFIG });
      expect(completed.runs).toMatchObject([{ status: 'FINISHED' }]);
      return completed.runs[0]!.run_id;
    };
    runs = { both: await run('both'), train_backtest: await run('train_backtest'), inference: await run('inference') };
    await drained(pipeline.brokers); // what other specs left, at any stage, wants a model in the end, too
    await endpoint.stop();
  });
  afterAll(async () => {
    await pipeline?.stop();
    await Promise.all([mlflow?.stop(), webui?.stop()]);
  });

  const BY_NAME = { MLFLOW_TRACKING_USERNAME: 'auditor', MLFLOW_TRACKING_PASSWORD: 'a-password' };

  it.each([
    ['both', BY_NAME, `Basic ${Buffer.from('auditor:a-password').toString('base64')}`],
    ['train_backtest', { MLFLOW_TRACKING_TOKEN: 'a-token' }, 'Bearer a-token'],
    ['inference', { MLFLOW_TRACKING_TOKEN: 'a-token' }, 'Bearer a-token'],
  ] as const)(
    'given a run of mode %s in an MLflow that asks who it is, when verified, then every stage comes out as it is stored',
    async (mode, credentials, header) => {
      const guarded = await GuardedHttp.before(process.env.MLFLOW_TRACKING_URI ?? '', [header]);
      const there = { MLFLOW_TRACKING_URI: guarded.url, ...credentials };
      const { exitCode, stdout } = await pipeline.cli(['verify', runs[mode], '--json'], undefined, there);
      guarded.stop();
      const { stages } = JSON.parse(stdout) as Verification;
      expect(stages.filter(({ verdict }) => verdict !== 'same')).toEqual([]);
      expect({ exitCode, admitted: [...guarded.admitted] }).toEqual({ exitCode: 0, admitted: [header] });
    },
  );

  const json = async <T>(...args: string[]) => {
    const { exitCode, stdout, stderr } = await pipeline.cli([...args, '--json']);
    expect([exitCode, stderr]).toEqual([0, '']);
    return JSON.parse(stdout) as T;
  };

  it('given a run, when explained, then at most 40 lines lead from the decision over who said what to the facts and their bytes', async () => {
    const { exitCode, stdout } = await pipeline.cli(['explain', runs.both]);
    expect(exitCode).toBe(0);
    expect(stdout.trimEnd().split('\n').length).toBeLessThanOrEqual(40);
    expect(stdout).toMatch(/^decision +(?:BUY|SELL|HOLD) .*, sha256 [0-9a-f]{16}$/m);
    expect(stdout).toMatch(/^who +nobody changed it; reviewed by model$/m);
    expect(stdout).toMatch(
      /^ {2}✓ [\d.]+ {2}\(TechnicalAnalyst, message 1\) → market\.indicators\.rsi_14 = [\d.]+ → \w+/m,
    );
    expect(stdout).toMatch(/^ {2}bars +sha256 [0-9a-f]{16} {2}mlflow-artifacts:/m);
  });

  it('given prices of tokens, when a model has reviewed, then tokens and dollars of each turn are in the signal and in MLflow', async () => {
    const { turns, cost_usd } = (await json<{ signal: TradingSignal }>('status', runs.both)).signal.usage;
    expect(turns.map(({ agent }) => agent)).toEqual(['TechnicalAnalyst', 'StrategyAnalyst', 'RiskManager', 'Executor']);
    const dollars = turns.map((turn) => (turn.prompt_tokens * 2.5 + turn.completion_tokens * 10) / 1e6);
    turns.forEach((turn, i) => expect(turn.cost_usd).toBeCloseTo(dollars[i]!, 12));
    expect(cost_usd).toBeCloseTo(
      dollars.reduce((sum, cost) => sum + cost, 0),
      12,
    );
    for (const name of ['prompt_tokens', 'completion_tokens', 'cost_usd'] as const) {
      const query = new URLSearchParams({ run_id: runs.both, metric_key: `review.turn.${name}` });
      const history = await fetch(
        `${process.env.MLFLOW_TRACKING_URI}/api/2.0/mlflow/metrics/get-history?${query.toString()}`,
      );
      const { metrics } = (await history.json()) as { metrics: { step: number; value: number }[] };
      expect(metrics.toSorted((a, b) => a.step - b.step).map(({ value }) => value)).toEqual(
        turns.map((turn) => turn[name]),
      );
    }
  });

  interface Replay {
    count: number;
    copies_left_out: number;
    too_large: { topic: string }[];
    records: { topic: string; offset: string; time: string }[];
  }

  it('given a run, when its replay is not committed, then it lists the events that a stage works on, and publishes none', async () => {
    const { count, records } = await json<Replay>('replay', '--run', runs.both);
    const topics = records.map(({ topic }) => topic.replace(/^trademaster\.(.*)\.v1$/, '$1')).sort();
    expect(topics).toEqual([
      'model.trained',
      'signal.inferred',
      'signal.reviewed',
      'symbol.requested',
      'symbol.resolved',
    ]);
    expect(count).toBe(topics.length);
    expect((await json<Replay>('replay', '--run', runs.both)).copies_left_out).toBe(0);
    expect((await json<Replay>('replay', '--run', runs.both, '--stage', 'reviewer')).records).toHaveLength(1);
  });

  it('given a request, or a topic and where to begin and to end, when its replay is not committed, then it lists these', async () => {
    const asked = pipeline.events.ofRun(runs.both).find(({ type }) => type === 'symbol.requested')!;
    const { request_id } = asked.data as { request_id: string };
    const ofRequest = await json<Replay>('replay', '--request', request_id);
    expect(ofRequest.records.map(({ topic }) => topic)).toContain('trademaster.run.requested.v1');
    expect(ofRequest.records.map(({ topic }) => topic)).toContain('trademaster.signal.reviewed.v1');
    const topic = ['--topic', 'trademaster.symbol.requested.v1'];
    const all = await json<Replay>('replay', ...topic);
    expect(all.count).toBeGreaterThanOrEqual(3);
    const firsts = await json<Replay>('replay', ...topic, '--from', '0', '--to', '1');
    expect(firsts.records).toEqual(all.records.filter(({ offset }) => offset === '0'));
    const [{ time } = { time: '' }] = all.records.slice(-1);
    expect((await json<Replay>('replay', ...topic, '--from', time)).records).toEqual(all.records.slice(-1));
  });

  it('given everything is replayed, and once more, then nothing is written to MLflow or to the WebUI', async () => {
    await pipeline.publishForeign('symbol.resolved', Buffer.alloc(1024 * 1024 - 110, '{')); // as large as its topic takes
    await drained(pipeline.brokers);
    webui = await CountingProxy.before(pipeline.services.env.WEBUI_BASE_URL as string);
    await pipeline.restart(['persister'], {
      persister: { WEBUI_BASE_URL: webui.url, MLFLOW_TRACKING_URI: mlflow.url },
    });
    expect(mlflow.writes.length).toBeGreaterThan(50); // the proxy has seen the three runs
    const before = mlflow.writes.length;
    const first = await json<Replay>('replay', '--all', '--commit', '--why', 'drill');
    await drained(pipeline.brokers);
    const second = await json<Replay>('replay', '--all', '--commit', '--why', 'drill');
    await drained(pipeline.brokers);
    expect(first.count).toBeGreaterThanOrEqual(13);
    expect(first.too_large).toContainEqual(expect.objectContaining({ topic: 'trademaster.symbol.resolved.v1' }));
    expect(second.copies_left_out).toBe(first.copies_left_out + first.count);
    expect(mlflow.writes.slice(before)).toEqual([]);
    expect(webui.writes).toEqual([]);
  });

  it('given a run that failed and a message that nobody can read, when redriven, then the run goes on and the message comes again', async () => {
    const completed = await pipeline.run({ symbol: 'NOMODEL', mode: 'inference', config: { data: SMALL_CONFIG.data } });
    const { run_id } = completed.runs[0]!;
    const unreadable = exampleEvent('symbol.resolved', { id: run_id, key: run_id, correlationid: run_id });
    await pipeline.publish({ ...unreadable, data: { run: { mode: 'both', run_id } } });
    await drained(pipeline.brokers);
    interface Letters {
      letters: { id: string; run_id: string; code: string; topic: string }[];
    }
    const { letters } = await json<Letters>('dlt', 'list', '--run', run_id);
    const codes = letters.map(({ id, code }) => `${id.split('/')[0]} ${code}`);
    expect(codes.sort()).toEqual([
      'persister message_invalid',
      'symbol-resolver model_not_found',
      'trainer message_invalid',
    ]);
    const shown = await pipeline.cli(['dlt', 'show', letters[0]!.id]);
    expect(JSON.parse(shown.stdout)).toMatchObject({ ...letters[0], value: expect.any(String) });

    const planned = await json<object>('dlt', 'redrive', '--run', run_id);
    expect(planned).toMatchObject({ committed: false, count: 3, messages: { length: 1 }, retries: [{ run_id }] });
    await json('dlt', 'redrive', '--run', run_id, '--commit', '--why', 'after the fix');
    await pipeline.events.next(
      'second end of the run',
      ({ type, key, attempt }) => type === 'run.persisted' && key === run_id && attempt === 1,
    );
    await drained(pipeline.brokers);
    expect((await json<Letters>('dlt', 'list', '--run', run_id)).letters).toHaveLength(6);
  });

  it('given what was done by hand, when the audit is listed, then it says who, why and what, dry runs too', async () => {
    const { entries } = await json<{
      entries: { at: string; action: string; why: string; by: string; committed: boolean }[];
    }>('audit', 'list');
    const ours = entries.filter(({ at }) => at >= begun); // other specs share the ledger
    expect(new Set(ours.map(({ by }) => by)).size).toBe(1);
    const dryReplays = Array.from({ length: 7 }, () => ['replay', 'dry run', false]);
    expect(ours.map(({ action, why, committed }) => [action, why, committed])).toEqual([
      ['dlt redrive', 'after the fix', true],
      ['dlt redrive', 'dry run', false],
      ['replay', 'drill', true],
      ['replay', 'drill', true],
      ...dryReplays,
    ]);
    expect(entries[0]?.by).toBeTruthy();
    const lines = (await pipeline.cli(['audit', 'list', '--limit', '1'])).stdout;
    expect(lines).toMatch(/dlt redrive .*3 records .*"after the fix"/);
  });

  it('given the model endpoint is away, when a run is replayed as new, then it is seen to wait, and, once rules review, how it differs', async () => {
    const since = pipeline.events.events.length;
    const replayed = pipeline.cli(['replay', '--run', runs.inference, '--as-new', '--commit', '--why', 'rules now']);
    const { data } = await pipeline.events.next<RequestResolved>(
      'run',
      ({ type }) => type === 'request.resolved',
      since,
    );
    const { request_id, runs: made } = data;
    const waiting = await eventually(
      'a retry that is waited for',
      async () => {
        const [retry] = (await json<{ waiting: object[] }>('status', request_id)).waiting;
        return retry;
      },
      60_000,
    );
    expect(waiting).toMatchObject({
      stage: 'reviewer',
      retry: 1,
      of: 13,
      because: expect.stringMatching(/^review_unav/),
    });
    await pipeline.restart(['reviewer'], { reviewer: { OPENAI_API_KEY: undefined, OPENAI_BASE_URL: undefined } });

    const { exitCode, stdout, stderr } = await replayed;
    expect(stderr).toMatch(/PROOF {2}waiting +for reviewer: retry 1 of 13 at [\d:]{8}, because review_unavailable: /);
    expect(exitCode).toBe(0);
    const again = made[0]!.run_id;
    expect(stdout).toContain(`run ${again} FINISHED, made from ${runs.inference}`);
    expect(stdout).toMatch(/^another decision: [0-9a-f]{12} → [0-9a-f]{12}$/m);
    expect(stdout).toMatch(/^ {2}provenance: "model" → "rules"$/m);
    expect((await pipeline.mlflow.run(again)).tags).toMatchObject({ replay_of: runs.inference });
    expect(barsOf(again)).toBe(barsOf(runs.inference));

    const third = await pipeline.cli([
      'replay',
      '--run',
      again,
      '--as-new',
      '--commit',
      '--why',
      'no change',
      '--json',
    ]);
    const { differences, decision_sha256 } = JSON.parse(third.stdout) as Record<string, { then: string; now: string }>;
    expect(differences).toEqual([]);
    expect(decision_sha256!.now).toBe(decision_sha256!.then);
  });

  /** Hash of the snapshot that a run decided by. */
  function barsOf(runId: string): string {
    const resolved = pipeline.events.ofRun(runId).find(({ type }) => type === 'symbol.resolved');
    return (resolved?.data as SymbolResolved).run.bars.artifact.sha256;
  }

  it('given one byte of the bars in MLflow is another one, when verified, then it exits with 1 and names the snapshot', async () => {
    const connection = { trackingUri: process.env.MLFLOW_TRACKING_URI ?? '' };
    const artifacts = new MlflowArtifacts(connection);
    const { artifactUri } = (await new MlflowClient(connection).getRun(runs.both))!;
    const bars = (await artifacts.list(runs.both, 'facts')).find(({ path }) => path.includes('/bars-'))!;
    const bytes = (await artifacts.get(`${artifactUri}/${bars.path}`))!;
    bytes[1_000] = bytes[1_000]! ^ 1;
    await artifacts.put(artifactUri, bars.path, bytes);
    const { exitCode, stdout } = await pipeline.cli(['verify', runs.both]);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^✗ snapshot +bars\.json/m);
    expect(stdout).toContain(`run ${runs.both} differs first at snapshot`);
  });
});
