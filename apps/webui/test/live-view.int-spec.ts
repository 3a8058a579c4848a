import { EventPublisher } from '@trademaster/messaging';
import { eventually } from '@trademaster/testkit';
import type { PipelineEvent, RunRetryRequested } from '@trademaster/contracts';
import type { Overview, RunDetail, RunPage, RunRow, StoredEvent, TrainingPoint } from '../src/page/contract';
import { EventStreamReader } from './event-stream-reader';
import { RunStory } from './run-story';
import { WebuiUnderTest } from './webui-under-test';

describe('the live view of the pipeline', () => {
  let webui: WebuiUnderTest;
  let publisher: EventPublisher;
  const get = async <T>(path: string) => (await webui.ask('GET', `/api/page/${path}`)).body as T;
  const publish = (...events: PipelineEvent[]) => publisher.publish(...events);
  const eventsOf = (runId: string) => get<StoredEvent[]>(`runs/${runId}/events`);
  const runIs = (runId: string, status: RunRow['status'], attempt = 0) =>
    eventually(`run ${runId} is ${status}`, async () => {
      const { run } = await get<Partial<RunDetail>>(`runs/${runId}`);
      return run?.status === status && run.attempt === attempt && run;
    });

  beforeAll(async () => {
    publisher = new EventPublisher({ brokers: (process.env.KAFKA_BROKERS ?? '').split(','), clientId: 'test' });
    await publisher.connect();
    webui = await WebuiUnderTest.start(process.env);
    await eventually('the WebUI is ready', async () => (await webui.ask('GET', '/health/ready')).status === 200);
  }, 60_000);

  afterAll(async () => {
    await webui.stop();
    await publisher.disconnect();
  });

  it('given the events of a run backwards and twice, when they came, then the run is what the events say, once', async () => {
    const story = new RunStory();
    await publish(...story.whole.toReversed(), ...story.whole);
    const run = await runIs(story.runId, 'FINISHED');
    expect(run).toMatchObject({ request_id: story.requestId, symbol: 'SIMA', action: 'BUY', simulated: true });
    await publish(story.event('symbol.requested'), new RunStory().event('symbol.requested')); // behind all duplicates
    const told = await eventually('all nine events', async () => {
      const events = await eventsOf(story.runId);
      return events.length >= 9 && events;
    });
    // training.progressed is forgotten when training has ended; the request's own events are part of the run's
    const kept = story.whole.map(({ type }) => type).filter((type) => type !== 'training.progressed');
    expect(told.map(({ type }) => type).sort()).toEqual([...kept].sort());
    const detail = await get<RunDetail>(`runs/${story.runId}`);
    expect(detail.stages.map(({ state }) => state)).toEqual(Array(5).fill('done'));
    expect(detail.artifacts).toHaveProperty('transcript.http_url', expect.stringContaining(story.runId));
    expect(detail.params).toMatchObject({ symbol: 'SIMA', 'instrument.source': 'simulated', train_bars: '630' });
    expect(detail.mlflow_url).toMatch(new RegExp(`/#/experiments/7/runs/${story.runId}$`));
    const { decisions, latest, seq } = await get<Overview>('overview');
    expect(decisions.filter(({ symbol }) => symbol === 'SIMA')).toHaveLength(1);
    expect(latest?.signal.verdict_statement).toContain('luck');
    expect(seq).toBeGreaterThanOrEqual(Math.max(...told.map((event) => event.seq)));
  });

  it('given a run that trains, then its epochs are told; when training has ended, then they are forgotten', async () => {
    const story = new RunStory();
    await publish(
      story.event('symbol.requested'),
      story.event('symbol.resolved'),
      story.progress(2),
      story.progress(1),
    );
    const points = await eventually('two epochs', async () => {
      const { status, body } = await webui.ask('GET', `/api/page/runs/${story.runId}/training`);
      return status === 200 && (body as TrainingPoint[]).length === 2 && (body as TrainingPoint[]);
    });
    expect(points.map(({ epoch, loss }) => ({ epoch, loss }))).toEqual([
      { epoch: 1, loss: null },
      { epoch: 2, loss: null },
    ]);
    await publish(story.event('model.trained'));
    await eventually('training has ended', async () =>
      (await eventsOf(story.runId)).every(({ type }) => type !== 'training.progressed'),
    );
    await publish(story.progress(3), story.event('signal.inferred')); // one epoch is heard of late
    await eventually('inference', async () => (await get<RunDetail>(`runs/${story.runId}`)).inference !== null);
    expect((await eventsOf(story.runId)).map(({ type }) => type)).not.toContain('training.progressed');
  });

  it('given a failed run, then where, why and what to do; when it is retried and decides, then all that is over', async () => {
    const story = new RunStory();
    await publish(...story.whole.filter(({ type }) => !/reviewed|persisted|completed/.test(type)), ...story.failure);
    expect(await runIs(story.runId, 'FAILED')).toMatchObject({ stage: 'reviewer', action: null });
    expect((await get<RunDetail>(`runs/${story.runId}`)).fix).toMatch(/OPENAI_BASE_URL.+Retry it/);
    const asked = await webui.ask('POST', `/api/page/runs/${story.runId}/retry`);
    expect(asked).toMatchObject({ status: 202, body: { attempt: 1 } });
    const isAsked = ({ type, data }: StoredEvent) =>
      type === 'run.retry_requested' && (data as RunRetryRequested).attempt === 1;
    await eventually('the retry among the events', async () => (await eventsOf(story.runId)).some(isAsked));
    const end = story.event('run.persisted', { attempt: 1 });
    Object.assign((end.data as { run: object }).run, { attempt: 1 });
    await publish(story.event('signal.inferred', { attempt: 1 }), story.event('signal.reviewed', { attempt: 1 }), end);
    expect(await runIs(story.runId, 'FINISHED', 1)).toMatchObject({ stage: null, action: 'BUY', failure: null });
    expect((await webui.ask('POST', `/api/page/runs/${story.runId}/retry`)).status).toBe(409);
  });

  it('given runs of two symbols, when listed in pages, then each is there once, newest first, and counted', async () => {
    const stories = [new RunStory(), new RunStory(), new RunStory()];
    for (const story of stories) {
      await publish(story.event('symbol.requested'));
      await runIs(story.runId, 'RUNNING');
    }
    const first = await get<RunPage>('runs?status=RUNNING&symbol=sima&limit=2');
    const second = await get<RunPage>('runs?status=RUNNING&symbol=SIMA&limit=2&offset=2');
    expect([...first.runs, ...second.runs].map(({ run_id }) => run_id).slice(0, 3)).toEqual(
      stories.map(({ runId }) => runId).reverse(),
    );
    expect(first.total).toBe(second.total);
    expect((await get<RunPage>('runs?symbol=NONE')).total).toBe(0);
    const refused = await Promise.all(
      ['limit=501', 'limit=0', 'offset=-1', 'status=DONE', 'symbol=a%00'].map((query) =>
        webui.ask('GET', `/api/page/runs?${query}`),
      ),
    );
    expect(refused.map(({ status }) => status)).toEqual(Array(5).fill(422));
  });

  it('given a reader whose stream breaks again and again, when it comes back each time, then it has each event once', async () => {
    const story = new RunStory();
    const [first, ...rest] = story.whole.filter(({ type }) => type !== 'training.progressed');
    const watching = await EventStreamReader.open(webui);
    const seen: StoredEvent[] = [];
    let reader = await EventStreamReader.open(webui);
    await publish(first as PipelineEvent);
    for (const event of rest) {
      await eventually('one more', () => reader.events.length > 0);
      await reader.close();
      seen.push(...reader.events);
      await publish(event); // while nobody listens
      reader = await EventStreamReader.open(webui, seen.at(-1)?.seq);
    }
    const all = () => [...seen, ...reader.events];
    await eventually('all events', () => all().filter(({ request_id }) => request_id === story.requestId).length >= 9);
    await eventually('the same as without breaks', () => watching.events.length >= all().length);
    expect(all().map(({ seq }) => seq)).toEqual(watching.events.map(({ seq }) => seq));
    await Promise.all([reader.close(), watching.close()]);
  });

  it('given a seq that this view never had, then the stream says so, and goes on', async () => {
    const reader = await EventStreamReader.open(webui, 9_999_999_999);
    const { seq } = await get<Overview>('overview');
    await eventually('a reset', () => reader.sent.length > 0);
    expect(reader.sent[0]).toEqual({ id: seq, event: 'reset', data: { seq } });
    await reader.close();
  });

  it('given open streams, when the WebUI is stopped, then it ends them and is gone; started again it goes on where it was', async () => {
    const reader = await EventStreamReader.open(webui);
    const [last] = await webui.query<{ seq: string; run_id: string }>(
      'SELECT seq, run_id FROM webui.event WHERE run_id IS NOT NULL ORDER BY seq DESC LIMIT 1',
    );
    await webui.close();
    await reader.ended;
    await webui.query('DELETE FROM webui.event WHERE seq = $1', [last?.seq]); // would come back if it were read again
    const story = new RunStory();
    await publish(...story.whole);
    await webui.startAgain();
    await runIs(story.runId, 'FINISHED');
    expect(
      await webui.query('SELECT 1 FROM webui.event WHERE seq = $1 OR (seq < $1 AND run_id = $2)', [
        last?.seq,
        story.runId,
      ]),
    ).toEqual([]);
    const offsets = await webui.query<{ next_offset: string }>('SELECT next_offset FROM webui.read_position');
    expect(offsets.some(({ next_offset }) => Number(next_offset) > 0)).toBe(true);
    await webui.close();
    await webui.query('TRUNCATE webui.event, webui.run, webui.read_position');
    await webui.startAgain(); // an empty view on a Kafka that has been there for a while
    await runIs(story.runId, 'FINISHED');
  }, 60_000);
});
