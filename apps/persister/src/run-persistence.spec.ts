import { decisionSha256, type Mode, type RunPersisted, sha256Hex, type TradingSignal } from '@trademaster/contracts';
import { PipelineError } from '@trademaster/errors';
import { EXAMPLE_RUN_ID } from '@trademaster/testkit';
import fc from 'fast-check';
import { deliverAll, eventsOf, PersisterUnderTest, type Story, tellStory } from '../test/persister-under-test';

/** Everything that somebody can see afterwards. */
const seen = ({ mlflow, webui, published, ledger }: PersisterUnderTest) => ({
  mlflow: mlflow.state(),
  webui: webui.rows.map(({ id: _id, ...row }) => row).sort((a, b) => a.type.localeCompare(b.type)),
  published: published.map(({ type, attempt, data }) => ({ type, attempt, data })),
  trials: [...ledger.trials.values()],
  champions: ledger.champions,
});

describe.each<Mode>(['both', 'train_backtest', 'inference'])('a run of mode %s', (mode) => {
  let story: Story;
  let expected: object;
  beforeAll(async () => {
    story = await tellStory(mode);
    expected = seen(await deliverAll(new PersisterUnderTest(story.store).openRun(mode), eventsOf(story, mode)));
  });

  it('given its events in any order and repeatedly, when persisted, then MLflow, WebUI and announcements are the same', async () => {
    const events = eventsOf(story, mode);
    const deliveries = fc.tuple(
      fc.shuffledSubarray(events, { minLength: events.length }),
      fc.array(fc.constantFrom(...events), { maxLength: 6 }),
    );
    await fc.assert(
      fc.asyncProperty(deliveries, async ([all, repeated]) => {
        const persister = await deliverAll(new PersisterUnderTest(story.store).openRun(mode), [...all, ...repeated]);
        expect(seen(persister)).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });

  it('given a crash before any one effect, when redelivered, then the end is the same', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(60), async (crashAt) => {
        let effects = 0;
        const crashOnce = () => {
          if (effects++ === crashAt) throw new PipelineError('mlflow_unavailable', 'crashed');
        };
        const persister = new PersisterUnderTest(story.store, crashOnce).openRun(mode);
        expect(seen(await deliverAll(persister, eventsOf(story, mode)))).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });

  it('given all events at once, when persisted, then run and request are each announced once', async () => {
    const persister = new PersisterUnderTest(story.store).openRun(mode);
    await Promise.all(eventsOf(story, mode).map((event) => persister.deliver(event)));
    expect(persister.publishedOf('run.persisted')).toHaveLength(1);
    expect(persister.publishedOf('request.completed')).toHaveLength(1);
  });
});

describe('a finished run', () => {
  const finished = async (mode: Mode) => {
    const story = await tellStory(mode);
    const persister = await deliverAll(new PersisterUnderTest(story.store).openRun(mode), eventsOf(story, mode));
    const { params, tags, datasets, status } = await persister.mlflow.getRun(EXAMPLE_RUN_ID);
    const files = [...persister.mlflow.files.keys()].map((uri) => uri.split('/artifacts/')[1]);
    return { persister, params, tags, datasets, status, files };
  };

  it('given mode both, when persisted, then the manifest’s hash is a tag, and a field of the signal wherever it stands', async () => {
    const { persister, tags } = await finished('both');
    const fileOf = (path: string) =>
      Buffer.from(
        persister.mlflow.files.get(`mlflow-artifacts:/7/${EXAMPLE_RUN_ID}/artifacts/${path}`) as string,
        'base64',
      );
    const manifest_sha256 = sha256Hex(fileOf('manifest.json'));
    expect(tags).toMatchObject({ manifest_sha256 });
    expect(JSON.parse(fileOf('signal.json').toString())).toMatchObject({ manifest_sha256 });
    expect(persister.webui.rows.find(({ type }) => type === 'signal')?.signal_data).toMatchObject({ manifest_sha256 });
    const { run } = persister.publishedOf('run.persisted')[0]?.data as RunPersisted;
    expect(run.signal).toMatchObject({ manifest_sha256 });
    expect(run.decision_sha256).toBe(decisionSha256(run.signal as TradingSignal));
  });

  it('given mode both, when persisted, then MLflow has params, metrics, dataset, model, backtest and transcript', async () => {
    const { persister, params, tags, datasets, status, files } = await finished('both');
    expect(status).toBe('FINISHED');
    expect(params).toMatchObject({
      symbol: 'SIMA',
      mode: 'both',
      'instrument.exchange': 'none',
      learning_rate: '0.001',
      'training.seeds': '11,23,47,71,97',
      train_window: '2024-06-06..2026-02-25',
      data_window: '2024-06-06..2026-11-22',
    });
    expect(params).not.toHaveProperty('loaded_model_uri');
    expect(tags).not.toHaveProperty('failure.stage');
    expect(persister.mlflow.metrics.get(`${EXAMPLE_RUN_ID}/sharpe/0`)).toBe(0.91);
    expect(persister.mlflow.metrics.get(`${EXAMPLE_RUN_ID}/buy_and_hold.total_return/0`)).toBe(0.041);
    expect(persister.mlflow.metrics.get(`${EXAMPLE_RUN_ID}/seed_11.loss/1`)).toBe(0.5);
    expect(persister.mlflow.metrics.has(`${EXAMPLE_RUN_ID}/sortino/0`)).toBe(false);
    expect(tags).toMatchObject({
      'null_metric.sortino': 'no bar with a loss',
      'review.status': 'reviewed',
      attempt: '0',
    });
    expect(datasets).toEqual([
      { name: 'SIMA-bars', digest: expect.stringMatching(/^[0-9a-f]{36}$/), context: 'training' },
    ]);
    expect(files).toEqual(
      expect.arrayContaining([
        'model/MLmodel',
        'model/model.onnx',
        'model/policy.json',
        'backtest/detail.json',
        'report.html',
        'review/transcript.json',
        'signal.json',
      ]),
    );
  });

  it('given mode both, when persisted, then the WebUI has one signal, one llm and one chart, joined by their ids', async () => {
    const { persister } = await finished('both');
    const { rows } = persister.webui;
    expect(rows.map(({ type, name, step_name }) => [type, name, step_name])).toEqual([
      ['signal', 'TradeMaster AutoGen Signal SIMA', 'trademaster_autogen_decision'],
      ['llm', 'TradeMaster AutoGen Reasoning SIMA', 'trademaster_autogen_llm'],
      ['chart', 'TradeMaster AutoGen Chart SIMA', 'trademaster_autogen_chart'],
    ]);
    for (const row of rows) expect(row).toMatchObject({ run_id: EXAMPLE_RUN_ID, experiment_id: '7', symbol: 'SIMA' });
    expect(rows[0]).toMatchObject({ action: 'BUY', confidence: 0.49 });
    expect(rows[1]).toMatchObject({
      prompt: 'Review',
      metadata: { transcript: { http_url: expect.stringMatching(/^http/) } },
    });
    const { bars } = (rows[2]?.metadata as { market_data_snapshot: { bars: unknown[] } }).market_data_snapshot;
    expect(bars).toHaveLength(120);
  });

  it('given mode train_backtest, when persisted, then there is no signal, and it says so', async () => {
    const { persister, tags, files } = await finished('train_backtest');
    expect(persister.webui.rows).toEqual([]);
    expect(tags['review.status']).toBe('not_requested');
    expect(files).not.toContain('signal.json');
    const { run } = persister.publishedOf('run.persisted')[0]?.data as RunPersisted;
    expect(run).toMatchObject({ status: 'FINISHED', note: 'train_backtest: no inference, no review, no signal' });
    expect(run).not.toHaveProperty('signal');
  });

  it("given mode inference, when persisted, then the loaded model's hyperparameters and both windows are logged", async () => {
    const { persister, params, files } = await finished('inference');
    expect(params).toMatchObject({
      learning_rate: '0.001',
      train_window: '2024-06-06..2026-02-25',
      data_window: '2024-06-06..2026-11-22',
    });
    expect(params).not.toHaveProperty('training.learning_rate');
    expect(files).toContain('model/MLmodel');
    expect(persister.mlflow.versions).toEqual([]);
  });

  it('given no champion, when the first run succeeds, then its version is champion; the next one is not', async () => {
    const { persister } = await finished('both');
    expect(persister.mlflow.aliases.get('trademaster-SIMA@champion')).toBe('1');
    expect(persister.ledger.champions).toMatchObject([{ runId: EXAMPLE_RUN_ID, reason: 'first' }]);
    expect(persister.ledger.trials.size).toBe(1);
  });

  it('given a POST that was stored though it seemed to fail, when redelivered, then the row is not doubled', async () => {
    const story = await tellStory('both');
    let lost = 0;
    const loseOnce = () => {
      if (lost++ === 0) throw new PipelineError('webui_unavailable', 'no answer');
    };
    const persister = new PersisterUnderTest(story.store, undefined, loseOnce).openRun();
    await deliverAll(persister, eventsOf(story, 'both'));
    expect(persister.webui.rows.map(({ type }) => type)).toEqual(['signal', 'llm', 'chart']);
    expect(persister.webui.posts).toBe(3);
  });
});
