import { type ArtifactRef, parse, type RunContext, SignalInferred } from '@trademaster/contracts';
import { encodeBars, encodePolicy } from '@trademaster/engine';
import {
  examplePinnedModel,
  exampleInstrument,
  exampleRunContext,
  exampleTrainingResult,
  InMemoryArtifactStore,
  quickConfig,
  snapshotOf,
  trainExample,
  walkingBars,
} from '@trademaster/testkit';
import { InferenceService } from './inference.service';

const bars = walkingBars(260);
const example = trainExample(bars);
const json = (bytes: Uint8Array) => JSON.parse(Buffer.from(bytes).toString('utf8')) as unknown;

/** A run in mode inference whose bars and model are in a store. */
async function inferenceUnderTest(overrides: Partial<RunContext> = {}, policyJson = example.policyJson) {
  const store = new InMemoryArtifactStore();
  const described = exampleRunContext({ mode: 'inference', config: quickConfig(), ...overrides });
  const owner = { experimentId: described.experiment_id, runId: described.run_id };
  const [snapshot, onnx, policy] = (await Promise.all([
    store.put(owner, 'bars.json', encodeBars(bars)),
    store.put(owner, 'model.onnx', example.onnx),
    store.put(owner, 'policy.json', policyJson),
  ])) as [ArtifactRef, ArtifactRef, ArtifactRef];
  const model = examplePinnedModel({ onnx, policy });
  const run: RunContext = { ...described, bars: snapshotOf(bars, snapshot), model };
  return { store, run, service: new InferenceService(store) };
}

describe("inference of a run's signal", () => {
  it('given a pinned model, then its signal keeps the contract and carries the model’s own numbers', async () => {
    const { service, run } = await inferenceUnderTest();

    const inferred = await service.infer(run);

    expect(() => parse(SignalInferred, json(Buffer.from(JSON.stringify(inferred))))).not.toThrow();
    expect(inferred).not.toHaveProperty('training');
    expect(inferred.inference).toMatchObject({
      model: run.model,
      model_hyperparameters: { 'training.seeds': '11,23,47' },
      model_windows: example.policy.windows,
      verdict: example.policy.verdict,
      backtest_metrics: example.evaluation.metrics,
      buy_and_hold_metrics: example.evaluation.baselines[0]?.metrics,
      market: { indicators: { last_close: bars.at(-1)?.close }, last_closes: bars.slice(-30).map((bar) => bar.close) },
    });
  });

  it('given bars to 17 September 2021, then the signal is valid until the close of the 18th', async () => {
    const { service, run } = await inferenceUnderTest();

    const { inference } = await service.infer(run);

    expect(run.bars.last_date).toBe('2021-09-17'); // 260 days from 1 January
    expect(inference.last_bar_closed_at).toBe('2021-09-18T00:00:00.000Z');
    expect(inference.valid_until).toBe('2021-09-19T00:00:00.000Z');
  });

  it('given a training, then its model decides and the training travels on', async () => {
    const { service, run } = await inferenceUnderTest({ mode: 'both' });
    const { onnx, policy } = run.model!;
    const training = exampleTrainingResult({ model: { onnx, policy } });

    const inferred = await service.infer({ ...run, model: undefined }, training);

    expect(inferred.training).toBe(training);
    expect(inferred.inference.model).toEqual({
      requested_uri: `runs:/${run.run_id}/model`,
      run_id: run.run_id,
      onnx,
      policy,
    });
  });

  it('given the same run twice, then the same signal and the same facts', async () => {
    const { service, run } = await inferenceUnderTest();

    expect(await service.infer(run)).toEqual(await service.infer(run));
  });

  it('given the facts, then they can be quoted by path', async () => {
    const { service, run, store } = await inferenceUnderTest();

    const { facts, inference } = await service.infer(run);

    expect(json(await store.get(facts))).toMatchObject({
      instrument: { symbol: 'SIMA', simulated: true },
      signal: { action: inference.policy.action },
      market: { indicators: { rsi_14: inference.market.indicators.rsi_14 } },
      backtest: { metrics: { total_return: example.evaluation.metrics.total_return } },
      baselines: { buy_and_hold: { metrics: expect.any(Object) } },
      verdict: { verdict: example.policy.verdict.verdict },
    });
  });

  it('given no model, then it fails as model_not_found: nothing takes its place', async () => {
    const { service, run } = await inferenceUnderTest();

    await expect(service.infer({ ...run, model: undefined })).rejects.toMatchObject({ code: 'model_not_found' });
  });

  it.each<[string, Partial<RunContext>]>([
    ['symbol', { symbol: 'BTC', instrument: exampleInstrument({ symbol: 'BTC' }) }],
    ['source', { instrument: exampleInstrument({ source: 'csv' }) }],
    ['ticker', { instrument: exampleInstrument({ ticker: 'SIMB' }) }],
    ['bar_size', { instrument: exampleInstrument({ bar_size: '1 hour' }) }],
    ['adjustment', { instrument: exampleInstrument({ adjustment: 'adjusted' }) }],
    ['profile', { config: quickConfig({ profile: 'trademaster' }) }],
    ['calendar', { instrument: exampleInstrument({ calendar: 'weekdays' }) }],
  ])('given a model of another %s, then the refusal names it', async (field, overrides) => {
    const { service, run } = await inferenceUnderTest(overrides);

    await expect(service.infer(run)).rejects.toMatchObject({ code: 'model_mismatch', field, retryable: false });
  });

  it('given a model of an engine with other numbers, then it is refused', async () => {
    const older = encodePolicy({ ...example.policy, engine_version: '0.9.0' });
    const { service, run } = await inferenceUnderTest({}, older);

    await expect(service.infer(run)).rejects.toMatchObject({ code: 'model_mismatch', field: 'engine_version' });
  });

  it('given a policy of another ONNX file, then it is refused', async () => {
    const { policy } = example;
    const other = encodePolicy({ ...policy, network: { ...policy.network, onnx_sha256: '0'.repeat(64) } });
    const { service, run } = await inferenceUnderTest({}, other);

    await expect(service.infer(run)).rejects.toMatchObject({
      code: 'model_invalid',
      field: 'policy.network.onnx_sha256',
    });
  });

  it('given model bytes that were changed after they were pinned, then it fails as artifact_corrupt', async () => {
    const { service, run, store } = await inferenceUnderTest();
    store.kept.set(run.model!.onnx.uri, Buffer.from('other'));

    await expect(service.infer(run)).rejects.toMatchObject({ code: 'artifact_corrupt' });
  });

  it('given a position in the configuration, then it is the current one', async () => {
    const { service, run } = await inferenceUnderTest({ config: quickConfig({ position: 0.5 }) });

    const { policy } = (await service.infer(run)).inference;

    expect(policy).toMatchObject({ current_position: 0.5, position_source: 'config' });
  });
});
