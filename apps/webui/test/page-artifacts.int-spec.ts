import { randomUUID } from 'node:crypto';
import { EventPublisher } from '@trademaster/messaging';
import { encodeBars } from '@trademaster/engine';
import { type ArtifactOwner, MlflowArtifacts, MlflowArtifactStore, MlflowClient } from '@trademaster/mlflow';
import { eventually, walkingBars } from '@trademaster/testkit';
import type { EventData } from '@trademaster/contracts';
import type { RunBacktest, RunChart, RunDetail, RunReview, TrainingPoint } from '../src/page/contract';
import { RunStory } from './run-story';
import { WebuiUnderTest } from './webui-under-test';

/** Text that does something where it is taken for more than text. */
const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '[a link](javascript:alert(1))',
  '\u001b[31mred\u001b[0m',
  '${7*7} {{7*7}} <!--',
  '\u202Egnp.exe',
];
const bars = walkingBars(40);
const dates = bars.slice(-4).map(({ date }) => date);
const DETAIL = {
  dates,
  closes: [100, 110, 99, 105],
  equity: [1, 1.1, 0.99, 1.05],
  buy_and_hold: [1, 1.2, 1.2, 0.9],
  baselines_equity: { momentum: [1, 1.2, 1.1, 1.1] },
  seeds_equity: { q1: [1, 1, 0.9, 0.9], median: [1, 1.1, 0.99, 1.05], q3: [1, 1.1, 1, 1.1] },
  positions: [1, 1, 0, 1],
  targets: [1, 0, 1, 1],
  trades: [
    {
      entry_date: dates[0],
      entry_price: 100,
      exit_date: dates[2],
      exit_price: 99,
      direction: 1,
      bars: 2,
      return: -0.01,
    },
    { entry_date: dates[3], entry_price: 104, direction: 1, bars: 1, return: 0.01 },
  ],
};
const TRANSCRIPT = {
  messages: [
    { source: 'user', type: 'TextMessage', content: 'decide' },
    { source: 'RiskManager', type: 'TextMessage', content: `The RSI is 61.5. ${HOSTILE.join(' ')}` },
    { source: 'RiskManager', type: 'ToolCallRequestEvent', content: [{ name: 'get_facts', arguments: '{}' }] },
  ],
  stop_reason: 'Executor gave the decision',
};
const CLAIMS = {
  facts: {},
  grounded_share: 1,
  counts: { supported: 1, contradicted: 0, unsupported: 0 },
  claims: [
    {
      message: 1,
      source: 'RiskManager',
      text: '61.5',
      start: 11,
      unit: 'number',
      status: 'supported',
      path: 'market.indicators.rsi_14',
      fact: 61.5,
    },
  ],
};

describe("a run's artifacts on the page", () => {
  const connection = { trackingUri: process.env.MLFLOW_TRACKING_URI ?? '' };
  const store = new MlflowArtifactStore(connection);
  const story = new RunStory();
  let webui: WebuiUnderTest;
  let publisher: EventPublisher;
  let reviewed: EventData['signal.reviewed'];
  const page = (path: string) => webui.ask('GET', `/api/page/runs/${story.runId}/${path}`);

  async function newOwner(): Promise<ArtifactOwner> {
    const client = new MlflowClient(connection);
    const experimentId = await client.getOrCreateExperiment('web page');
    return client.createRun({ experimentId, runName: randomUUID(), startTime: 0, tags: {} });
  }

  beforeAll(async () => {
    const owner = await newOwner();
    const put = (name: string, value: unknown) => store.put(owner, name, JSON.stringify(value), 'application/json');
    const resolved = story.event('symbol.resolved').data as EventData['symbol.resolved'];
    const trained = story.event('model.trained').data as EventData['model.trained'];
    reviewed = story.event('signal.reviewed').data as EventData['signal.reviewed'];
    const artifact = await store.put(owner, 'bars.json', encodeBars(bars), 'application/json');
    const run = { ...resolved.run, bars: { ...resolved.run.bars, artifact, last_date: dates[3] as string } };
    const training = {
      ...trained.training,
      backtest_detail: await put('backtest.json', DETAIL),
      training_curve: await put('training-curve.json', [{ seed: 11, epoch: 2, loss: 0.5, validation_return: 0.01 }]),
    };
    const signal = { ...reviewed.signal, reasoning: HOSTILE.join(' ') };
    reviewed = {
      ...reviewed,
      run,
      training,
      signal,
      transcript: await put('transcript.json', TRANSCRIPT),
      claims: await put('claims.json', CLAIMS),
    };
    publisher = new EventPublisher({ brokers: (process.env.KAFKA_BROKERS ?? '').split(','), clientId: 'test' });
    await publisher.connect();
    await publisher.publish(
      story.event('symbol.resolved', { data: { run } }),
      story.event('model.trained', { data: { run, training } }),
      story.event('signal.reviewed', { data: reviewed }),
      story.event('run.persisted'),
    );
    webui = await WebuiUnderTest.start(process.env);
    await eventually('the run has ended', async () => {
      const { body } = await webui.ask('GET', `/api/page/runs/${story.runId}`);
      const { run, artifacts } = body as Partial<RunDetail>;
      return run?.status === 'FINISHED' && artifacts?.report !== undefined && artifacts.claims !== undefined;
    });
  }, 90_000);

  afterAll(async () => {
    await webui.stop();
    await publisher.disconnect();
  });

  it('given bars and a backtest, when the chart is asked for, then it has each bar, each fill, the signal and its levels', async () => {
    const chart = (await page('chart')).body as RunChart;
    expect(chart.bars).toHaveLength(40);
    expect(chart.bars.at(-1)).toEqual(bars.at(-1));
    expect(chart.trades).toEqual([
      { date: dates[0], side: 'buy', price: 100, position: 1 },
      { date: dates[2], side: 'sell', price: 99, position: 0 },
      { date: dates[3], side: 'buy', price: 104, position: 1 },
    ]);
    expect(chart.signal).toEqual({ date: dates[3], action: 'BUY' });
    expect(chart.levels).toEqual({ entry: 100, stop: 95, target: 110 });
  });

  it('given the backtest, when it is asked for, then equity and the fall from its peak stand beside the baselines and the seeds', async () => {
    const { curves, result, seeds } = (await page('backtest')).body as RunBacktest;
    expect(curves.map(({ name }) => name)).toEqual(['policy', 'buy_and_hold', 'momentum']);
    expect(curves[0]?.drawdown).toEqual([0, 0, expect.closeTo(-0.1, 12), expect.closeTo(1.05 / 1.1 - 1, 12)]);
    expect(result.verdict.verdict).toBe('not_distinguishable');
    const { q1: low, median, q3: high } = DETAIL.seeds_equity;
    expect(seeds).toEqual({ low, median, high });
    const points = (await page('training')).body as TrainingPoint[];
    expect(points).toEqual([{ seed: 11, epoch: 2, epochs: 12, loss: 0.5, validation_return: 0.01 }]);
  });

  it('given the transcript, when it is asked for, then its words are as they were said, each number with its fact', async () => {
    const review = (await page('review')).body as RunReview;
    expect(review.messages.map(({ content }) => content)).toEqual([
      'decide',
      `The RSI is 61.5. ${HOSTILE.join(' ')}`,
      '[{"name":"get_facts","arguments":"{}"}]',
    ]);
    expect(review.messages[1]?.claims).toEqual([
      {
        text: '61.5',
        start: 11,
        status: 'supported',
        field: null,
        path: 'market.indicators.rsi_14',
        fact: 61.5,
        artifact: 'bars',
      },
    ]);
    const answer = await page('events');
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8'); // never a document
    expect(JSON.stringify(answer.body)).toContain(JSON.stringify(HOSTILE.join(' ')).slice(1, -1));
  });

  it('given bytes that were changed or are gone, then the page says which artifact, and why', async () => {
    const path = reviewed.transcript.uri.split('/artifacts/')[1] ?? '';
    const root = reviewed.transcript.uri.replace(`/${path}`, '');
    await new MlflowArtifacts(connection).put(root, path, Buffer.from('{"messages":[]}'));
    expect(await page('review')).toMatchObject({
      status: 502,
      body: { detail: expect.stringMatching(/^the artifact transcript cannot be read: artifact_corrupt: /) },
    });
    const gone = new RunStory();
    await publisher.publish(gone.event('symbol.resolved'));
    await eventually('the other run', async () => {
      const { status, body } = await webui.ask('GET', `/api/page/runs/${gone.runId}/chart`);
      return (
        status === 502 &&
        expect(body).toEqual({ detail: expect.stringContaining('bars cannot be read: artifact_not_found') }) ===
          undefined
      );
    });
    expect((await webui.ask('GET', `/api/page/runs/${gone.runId}/review`)).status).toBe(404);
    expect((await webui.ask('GET', `/api/page/runs/${gone.runId}/backtest`)).status).toBe(404);
    expect((await webui.ask('GET', `/api/page/runs/${'f'.repeat(32)}`)).status).toBe(404);
  });
});
