import { type RequestCompleted, sha256Hex } from '@trademaster/contracts';
import { reviewScript, ScriptedModelServer } from '@trademaster/testkit';
import { PipelineUnderTest } from './support/pipeline-under-test';
import { writeSampleCsv } from './support/sample-csv';
import { SMALL_CONFIG } from './support/sample-request';

const DAG_ID = 'trademaster_autogen_pipeline_workflow';

/** The requirements of the specification, one test each, with both kinds of review team. */
describe.each([['rules'], ['model']] as const)('requirements, reviewed by %s', (team) => {
  let endpoint: ScriptedModelServer | undefined;
  let pipeline: PipelineUnderTest;

  beforeAll(async () => {
    endpoint = team === 'model' ? await ScriptedModelServer.start(reviewScript) : undefined;
    const reviewer = endpoint ? { OPENAI_BASE_URL: endpoint.url, OPENAI_API_KEY: 'sk-test-not-a-secret' } : {};
    pipeline = await PipelineUnderTest.start({ envOf: { reviewer } });
  });

  afterAll(async () => {
    await pipeline?.stop();
    await endpoint?.stop();
  });

  it('1: given a request without a mode, when it ends, then it was trained, inferred and reviewed to a signal for the WebUI', async () => {
    const completed = await pipeline.run({ symbol: 'AAA', config: SMALL_CONFIG });
    const [run] = completed.runs;
    expect(run).toMatchObject({ symbol: 'AAA', status: 'FINISHED', attempt: 0 });
    await pipeline.events.next('run.persisted', ({ type, key }) => type === 'run.persisted' && key === run!.run_id);
    const types = pipeline.events.ofRun(run!.run_id).map((event) => event.type);
    for (const type of ['symbol.resolved', 'model.trained', 'signal.inferred', 'signal.reviewed', 'run.persisted']) {
      expect(types.filter((seen) => seen === type)).toEqual([type]);
    }
    expect(['BUY', 'SELL', 'HOLD']).toContain(run!.signal?.action);
    expect(run!.signal).toMatchObject({
      provenance: team === 'model' ? 'model' : 'rules',
      simulated: true,
      historical: true,
      symbol: 'AAA',
    });
    expect((await pipeline.webui.artifactsOf(run!.run_id)).map((artifact) => artifact.type).sort()).toEqual([
      'chart',
      'llm',
      'signal',
    ]);
  });

  it('2: given train_backtest, when it ends, then metrics and artifacts are in MLflow and there is no inference, review or signal', async () => {
    const completed = await pipeline.run({ symbol: 'AAB', mode: 'train_backtest', config: SMALL_CONFIG });
    const [run] = completed.runs;
    expect(run).toMatchObject({ status: 'FINISHED' });
    expect(run).not.toHaveProperty('signal');
    expect(run!.note).toMatch(/no inference.*no review.*no signal/);
    const types = pipeline.events.ofRun(run!.run_id).map((event) => event.type);
    expect(types).not.toContain('signal.inferred');
    expect(types).not.toContain('signal.reviewed');
    const logged = await pipeline.mlflow.run(run!.run_id);
    expect(logged.metrics).toHaveProperty(['total_return']);
    expect(logged.metrics).toHaveProperty(['buy_and_hold.total_return']);
    expect(logged.tags['review.status']).toBe('not_requested');
    expect(await pipeline.mlflow.artifactPaths(run!.run_id)).toEqual(
      expect.arrayContaining(['model/MLmodel', 'model/model.onnx', 'report.html']),
    );
    expect(await pipeline.webui.artifactsOf(run!.run_id)).toEqual([]);
  });

  it('3: given inference, when a model is configured, then it is used and its own hyperparameters and windows are logged', async () => {
    // Each team has a symbol of its own: a symbol's first success stays its champion.
    const symbol = team === 'rules' ? 'AAC' : 'AACM';
    const trained = await pipeline.run({
      symbol,
      mode: 'train_backtest',
      config: { ...SMALL_CONFIG, training: { ...SMALL_CONFIG.training, gamma: 0.77 } },
    });
    const trainedRun = trained.runs[0]!.run_id;
    for (const config of [
      { model_uri: `runs:/${trainedRun}/model` },
      { best_model_path: `models:/trademaster-${symbol}@champion` },
      {},
    ]) {
      const completed = await pipeline.run({
        symbol,
        mode: 'inference',
        config: { data: SMALL_CONFIG.data, as_of: SMALL_CONFIG.as_of, ...config },
      });
      const [run] = completed.runs;
      expect(run).toMatchObject({ status: 'FINISHED' });
      expect(pipeline.events.ofRun(run!.run_id).map((event) => event.type)).not.toContain('model.trained');
      const [logged, source] = await Promise.all([pipeline.mlflow.run(run!.run_id), pipeline.mlflow.run(trainedRun)]);
      expect(Number(logged.params['training.gamma'])).toBe(0.77);
      expect(logged.params.train_window).toBe(source.params.train_window);
      expect(logged.params.model_run_id).toBe(trainedRun);
    }
  });

  it("3: given inference, when there is no model or it is another symbol's, then the run fails with that reason", async () => {
    const without = await pipeline.run({
      symbol: 'AAD',
      mode: 'inference',
      config: { data: SMALL_CONFIG.data, as_of: SMALL_CONFIG.as_of },
    });
    expect(without.runs[0]).toMatchObject({
      status: 'FAILED',
      failure: { code: 'model_not_found', stage: 'symbol-resolver' },
    });
    const other = await pipeline.run({
      symbol: 'AAD',
      mode: 'inference',
      config: { data: SMALL_CONFIG.data, as_of: SMALL_CONFIG.as_of, model_uri: 'models:/trademaster-AAC@champion' },
    });
    expect(other.runs[0]).toMatchObject({ status: 'FAILED', failure: { code: 'model_mismatch' } });
    expect(other.runs[0]!.failure!.message).toContain('AAC');
  });

  it('4: given conf.symbol, when other symbols are assigned, then only that one runs', async () => {
    await pipeline.webui.assign({ symbol: 'AAE', priority: 9 });
    const completed = await pipeline.run({ symbol: 'AAF', mode: 'train_backtest', config: SMALL_CONFIG });
    expect(completed.runs.map((run) => run.symbol)).toEqual(['AAF']);
    await pipeline.webui.unassign('AAE');
  });

  it('5: given no symbol, when symbols are assigned, then enabled ones with an active link run by priority, capped, the skipped listed', async () => {
    await pipeline.webui.assign({ symbol: 'BBA', priority: 5 });
    await pipeline.webui.assign({ symbol: 'BBB', priority: 50 });
    await pipeline.webui.assign({ symbol: 'BBC', priority: 1 });
    await pipeline.webui.assign({ symbol: 'BBD', priority: 99, enabled: false });
    await pipeline.webui.assign({ symbol: 'BBE', priority: 98, active: false });
    await pipeline.webui.assign({ symbol: 'BBF', priority: 97, dagId: 'some_other_workflow' });
    const completed = await pipeline.run({ mode: 'train_backtest', config: { ...SMALL_CONFIG, max_symbols: 2 } });
    const resolved = pipeline.events.ofRequest(completed.request_id).find((event) => event.type === 'request.resolved');
    expect((resolved!.data as { runs: { symbol: string }[] }).runs.map((run) => run.symbol)).toEqual(['BBB', 'BBA']);
    expect(completed.skipped).toEqual([{ symbol: 'BBC', reason: expect.stringContaining('max_symbols') }]);
    expect(completed.status).toBe('succeeded');
    for (const symbol of ['BBA', 'BBB', 'BBC', 'BBD', 'BBE', 'BBF']) await pipeline.webui.unassign(symbol);
  });

  it('5: given no symbol assigned, when requested, then the request completes with zero runs and says so', async () => {
    const completed = await pipeline.run({ dag_id: 'nobody_is_assigned_here' });
    expect(completed).toMatchObject({ status: 'succeeded', runs: [] });
    expect(completed.message).toMatch(/no enabled symbol/);
  });

  it('6: given a batch, when it ends, then each symbol has one MLflow run under a parent with params, metrics, dataset, model and artifacts', async () => {
    await pipeline.webui.assign({ symbol: 'CCA', config: SMALL_CONFIG });
    await pipeline.webui.assign({ symbol: 'CCB', config: SMALL_CONFIG });
    const completed = await pipeline.run({});
    expect(completed.runs.map((run) => run.symbol).sort()).toEqual(['CCA', 'CCB']);
    const runs = await pipeline.mlflow.runsOfRequest(completed.request_id);
    expect(runs.filter((run) => run.tags['trademaster.symbol'] === 'CCA')).toHaveLength(1);
    expect(runs.filter((run) => run.tags['trademaster.symbol'] === 'CCB')).toHaveLength(1);
    expect(runs).toHaveLength(3);
    for (const { run_id: runId } of completed.runs) {
      const run = await pipeline.mlflow.run(runId);
      expect(run.status).toBe('FINISHED');
      expect(run.params).toMatchObject({
        symbol: run.tags['trademaster.symbol'],
        mode: 'both',
        'data.source': 'simulated',
      });
      for (const param of ['training.seeds', 'training.learning_rate', 'train_window', 'test_window']) {
        expect(run.params).toHaveProperty([param]);
      }
      for (const metric of ['total_return', 'buy_and_hold.total_return', 'max_drawdown']) {
        expect(run.metrics).toHaveProperty([metric]);
      }
      expect(run.datasetInputs).toEqual([
        expect.objectContaining({ digest: expect.stringMatching(/^[0-9a-f]{8,36}$/) }),
      ]);
      const paths = await pipeline.mlflow.artifactPaths(runId);
      expect(paths).toEqual(
        expect.arrayContaining(['model/MLmodel', 'model/model.onnx', 'report.html', 'review/transcript.json']),
      );
      expect(run.tags['mlflow.parentRunId']).toMatch(/^[0-9a-f]{32}$/);
      expect(await pipeline.mlflow.run(run.tags['mlflow.parentRunId']!)).toMatchObject({ status: 'FINISHED' });
    }
    await pipeline.webui.unassign('CCA');
    await pipeline.webui.unassign('CCB');
  });

  it('7: given a reviewed run, when the WebUI is asked, then it has one signal, llm and chart, and the transcript is what its reference says', async () => {
    const executionId = `manual__${team}__7`;
    const completed = await pipeline.run({ symbol: 'DDA', config: SMALL_CONFIG, execution_id: executionId });
    const run = completed.runs[0]!;
    const artifacts = await pipeline.webui.artifactsOf(run.run_id);
    expect(artifacts.map((artifact) => artifact.type).sort()).toEqual(['chart', 'llm', 'signal']);
    for (const artifact of artifacts) {
      expect(artifact).toMatchObject({
        run_id: run.run_id,
        experiment_id: run.experiment_id,
        execution_id: executionId,
        dag_id: DAG_ID,
        symbol: 'DDA',
      });
    }
    const signal = artifacts.find((artifact) => artifact.type === 'signal')!;
    expect(signal).toMatchObject({ action: run.signal!.action, confidence: run.signal!.confidence_score / 100 });
    expect(signal.signal_data).toMatchObject({
      confidence_level: run.signal!.confidence_level,
      intent: run.signal!.intent,
    });
    const llm = artifacts.find((artifact) => artifact.type === 'llm')!;
    const {
      sha256,
      bytes,
      http_url: url,
    } = (llm.metadata as { transcript: { sha256: string; bytes: number; http_url: string } }).transcript;
    const transcript = Buffer.from(await (await fetch(url)).arrayBuffer());
    expect({ sha256: sha256Hex(transcript), bytes: transcript.length }).toEqual({ sha256, bytes });
    expect(JSON.parse(transcript.toString('utf8')).messages.length).toBeGreaterThan(3);
    const chart = artifacts.find((artifact) => artifact.type === 'chart')!;
    const marketData = await pipeline.webui.marketData(chart.id);
    expect(marketData.length).toBeGreaterThanOrEqual(50);
  });

  it.each([
    [{ symbol: 'EEA', mode: 'backtest' }, 'request_invalid', 'mode', 'both, train_backtest, inference'],
    [{ symbol: 'e€' }, 'request_invalid', 'symbol', 'A-Z'],
    [
      { symbol: 'EEA', config: { training: { learning_rat: 1 } } },
      'config_invalid',
      'config.training.learning_rat',
      'not a known key',
    ],
    [
      { symbol: 'EEA', config: { training: { epochs: 0 } } },
      'config_invalid',
      'config.training.epochs',
      'must not be less than 1',
    ],
  ])(
    '8: given the bad request %j, when published, then it is refused with %s naming %s',
    async (request, code, field, allowed) => {
      const completed = await pipeline.run(request);
      expect(completed).toMatchObject({ status: 'failed', failure: { stage: 'symbol-resolver', code, field } });
      expect(completed.failure!.message).toContain(allowed);
    },
  );

  it('8: given a batch with one bad symbol, when it ends, then the other succeeded and the failure says stage and reason everywhere', async () => {
    await pipeline.webui.assign({ symbol: 'FFA', config: SMALL_CONFIG });
    await pipeline.webui.assign({
      symbol: 'FFB',
      config: { ...SMALL_CONFIG, data: { source: 'csv', path: '/nowhere/at/all.csv' } },
    });
    const completed = await pipeline.run({ mode: 'train_backtest' });
    const bySymbol = Object.fromEntries(completed.runs.map((run) => [run.symbol, run]));
    expect(completed.status).toBe('failed');
    expect(bySymbol.FFA).toMatchObject({ status: 'FINISHED' });
    expect(bySymbol.FFB).toMatchObject({
      status: 'FAILED',
      failure: { stage: 'symbol-resolver', code: 'data_not_found' },
    });
    expect(await pipeline.mlflow.run(bySymbol.FFB!.run_id)).toMatchObject({
      status: 'FAILED',
      tags: { 'failure.stage': 'symbol-resolver', 'failure.code': 'data_not_found' },
    });
    await pipeline.webui.unassign('FFA');
    await pipeline.webui.unassign('FFB');
  });

  it('8: given a run that failed, when its cause is mended and it is retried, then it goes on from that stage in the same MLflow run', async () => {
    const path = pipeline.scratchFile('GGA.csv');
    const request = {
      symbol: 'GGA',
      mode: 'train_backtest',
      config: { ...SMALL_CONFIG, data: { source: 'csv', path } },
    };
    const failed = await pipeline.run(request);
    expect(failed.runs[0]).toMatchObject({
      status: 'FAILED',
      attempt: 0,
      failure: { stage: 'symbol-resolver', code: 'data_not_found' },
    });
    writeSampleCsv(path);
    const { exitCode, stdout } = await pipeline.cli(['retry', failed.runs[0]!.run_id, '--wait', '--json']);
    expect({ exitCode, ended: JSON.parse(stdout).runs[0] }).toMatchObject({
      exitCode: 0,
      ended: { run_id: failed.runs[0]!.run_id, status: 'FINISHED' },
    });
    expect(await pipeline.mlflow.run(failed.runs[0]!.run_id)).toMatchObject({ status: 'FINISHED' });
  });

  it('8: given the command line, when a run fails, then it says stage and reason and exits 1', async () => {
    const { exitCode, stdout } = await pipeline.cli([
      'run',
      '--symbol',
      'HHA',
      '--mode',
      'inference',
      '--config',
      'as_of=2023-06-19',
      '--wait',
      '--json',
    ]);
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      status: 'failed',
      runs: [{ symbol: 'HHA', status: 'FAILED', failure: { stage: 'symbol-resolver', code: 'model_not_found' } }],
    });
  });

  it('given the same request again, when it was done, then the recorded outcome is returned and nothing is done twice', async () => {
    const id = `again-${team}`;
    const first = await pipeline.run({ symbol: 'IIA', mode: 'train_backtest', config: SMALL_CONFIG }, id);
    const second = await pipeline.run({ symbol: 'IIA', mode: 'train_backtest', config: SMALL_CONFIG }, id);
    expect(second).toMatchObject({ request_id: first.request_id, repeated: true, runs: first.runs });
    expect(await pipeline.mlflow.runsOfRequest(first.request_id)).toHaveLength(1);
    const since = pipeline.events.events.length;
    await pipeline.request({ symbol: 'IIB', mode: 'train_backtest', config: SMALL_CONFIG }, id);
    // What the second one made the stages say again may still come in between.
    const conflicting = await pipeline.events.next<RequestCompleted>(
      'the end of the conflicting request',
      ({ type, key, data }) =>
        type === 'request.completed' && key === first.request_id && (data as RequestCompleted).failure !== undefined,
      since,
    );
    expect(conflicting.data).toMatchObject({ status: 'failed', failure: { code: 'request_conflict' } });
  });
});
