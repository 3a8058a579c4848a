import { randomUUID } from 'node:crypto';
import { type PipelineEvent, PIPELINE_DAG_ID, requestIdOf, SAMPLE_CONFIG } from '@trademaster/contracts';
import { EventPublisher, watchEvents } from '@trademaster/messaging';
import { eventually, exampleEvent } from '@trademaster/testkit';
import type { RequestForm, RequestView } from '../src/page/contract';
import { RunStory } from './run-story';
import { WebuiUnderTest } from './webui-under-test';

const brokers = (process.env.KAFKA_BROKERS ?? '').split(',');

describe('what people ask for on the page', () => {
  let webui: WebuiUnderTest;
  const published: PipelineEvent[] = [];
  const watching = new AbortController();
  let watch: Promise<void>;
  const post = (path: string, body?: unknown, headers: Record<string, string> = {}) =>
    webui.ask('POST', `/api/page/${path}`, { body, headers });
  const idOf = ({ body }: { body: unknown }) => (body as { request_id: string }).request_id;
  const onKafka = (key: string) => eventually(`${key} on Kafka`, () => published.find((event) => event.key === key));
  const viewOf = async (requestId: string) =>
    (await webui.ask('GET', `/api/page/requests/${requestId}`)).body as RequestView;

  beforeAll(async () => {
    webui = await WebuiUnderTest.start(process.env);
    await new Promise<void>((onReady, reject) => {
      const types = ['run.requested', 'run.retry_requested'] as const;
      const onEvent = (event: PipelineEvent) => void published.push(event);
      const options = {
        brokers,
        clientId: 'test',
        types,
        from: 'now',
        onEvent,
        onReady,
        signal: watching.signal,
      } as const;
      watch = watchEvents(options);
      watch.catch(reject);
    });
  }, 60_000);

  afterAll(async () => {
    watching.abort();
    await watch;
    await webui.stop();
  });

  it('given a request, when it is posted, then Kafka has it, by the key as its id, and it can be looked up at once', async () => {
    const key = randomUUID();
    const body = { symbol: 'SIMA', mode: 'inference', config: { review: { max_rounds: 3 } } };
    const answer = await post('requests', body, { 'idempotency-key': key });
    expect(answer).toMatchObject({
      status: 202,
      body: { request_id: requestIdOf('/trademaster/webui', PIPELINE_DAG_ID, key) },
    });
    expect(await viewOf(idOf(answer))).toMatchObject({ status: 'requested', runs: [], failure: null });
    const event = await onKafka(idOf(answer));
    expect(event).toMatchObject({
      id: key,
      type: 'run.requested',
      source: '/trademaster/webui',
      attempt: 0,
      data: body,
    });
    expect(idOf(await post('requests', body, { 'idempotency-key': key }))).toBe(idOf(answer)); // the same request
    expect(idOf(await post('requests', body))).not.toBe(idOf(answer));
  });

  it.each([
    [{ symbol: 'no symbol' }, ['body', 'symbol'], /symbol must be 1-20 of A-Z/],
    [{ mode: 'sideways' }, ['body', 'mode'], /mode must be one of both, train_backtest, inference/],
    [{ colour: 'red' }, ['body', 'colour'], /colour is not a known key/],
    [
      { config: { training: { epochs: 0 } } },
      ['body', 'config', 'training', 'epochs'],
      /config\.training\.epochs must not be less than 1 \(got 0\)/,
    ],
    [{ config: { trainning: {} } }, ['body', 'config', 'trainning'], /config\.trainning is not a known key/],
    [{ config: { split: { train: 0.5 } } }, ['body', 'config', 'split'], /must add up to 1/],
    [{ config: 7 }, ['body', 'config'], /must be an object/],
    ['text', ['body'], /dictionary/],
  ])(
    'given %j, when it is posted, then it is refused by its field in the words of everywhere, and not sent',
    async (body, loc, msg) => {
      const before = published.length;
      const answer = await post('requests', body);
      expect(answer.status).toBe(422);
      expect((answer.body as { detail: object[] }).detail).toContainEqual(
        expect.objectContaining({ loc, msg: expect.stringMatching(msg), type: expect.any(String) }),
      );
      expect(published.length).toBe(before);
    },
  );

  it('given two fields that are wrong, then each is named', async () => {
    const { body } = await post('requests', { symbol: 'x', config: { training: { epochs: 0, patience: 0 } } });
    const locs = (body as { detail: { loc: string[] }[] }).detail.map(({ loc }) => loc.join('.'));
    expect(locs).toEqual(['body.symbol', 'body.config.training.epochs', 'body.config.training.patience']);
  });

  it('given the form, then its schemas are those that refuse, and the defaults those that apply', async () => {
    const form = (await webui.ask('GET', '/api/page/request-form')).body as RequestForm;
    expect(JSON.stringify(form.schema)).toContain('"enum":["both","train_backtest","inference"]');
    expect(JSON.stringify(form.config_schema)).toContain('"epochs"');
    expect(form.defaults).toMatchObject({ mode: 'both', config: { training: { epochs: 12 }, timeout_minutes: 60 } });
  });

  it('given no run yet, when the sample is asked for, twice, then its symbol is there once, and each time a run is requested', async () => {
    const [first, second] = [await post('sample'), await post('sample')];
    expect([first.status, second.status]).toEqual([202, 202]);
    expect((await onKafka(idOf(second))).data).toEqual({
      symbol: 'SIMA',
      config: SAMPLE_CONFIG,
    });
    const symbols = (await webui.ask('GET', '/api/workflow-symbols/')).body as {
      symbol: string;
      workflows: object[];
    }[];
    expect(symbols).toEqual([
      expect.objectContaining({ symbol: 'SIMA', workflows: [expect.objectContaining({ config: SAMPLE_CONFIG })] }),
    ]);
  });

  it('given a request that ends, then its view says how, with its runs; one that cannot start says why', async () => {
    const story = new RunStory();
    const publisher = new EventPublisher({ brokers, clientId: 'test' });
    await publisher.connect();
    await publisher.publish(...story.whole);
    const ended = await eventually('its end', async () => {
      const view = await viewOf(story.requestId);
      return view.status === 'succeeded' && view.runs?.[0]?.status === 'FINISHED' && view;
    });
    expect(ended).toMatchObject({ message: '1 of 1 runs finished', runs: [{ run_id: story.runId }] });
    const hopeless = new RunStory();
    await publisher.publish(hopeless.event('run.requested'), hopeless.event('request.failed'));
    const failed = await eventually('its failure', async () => {
      const view = await viewOf(hopeless.requestId);
      return view.status === 'failed' && view;
    });
    const { failure } = exampleEvent('request.failed').data;
    expect(failed).toMatchObject({ failure, runs: [] });
    await publisher.disconnect();
    expect((await webui.ask('GET', `/api/page/requests/${randomUUID()}`)).status).toBe(404);
    expect((await webui.ask('GET', '/api/page/requests/x')).status).toBe(404);
  });
});
