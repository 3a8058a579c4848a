import { existsSync } from 'node:fs';
import { type PipelineEvent, type RequestCompleted, type RunEnd, STAGES } from '@trademaster/contracts';
import { SERVICES } from '../../stack/services/service-names';
import { drained } from '../support/drained';
import { effectsOf, ONE_OF_EACH } from '../support/effects';
import { PipelineUnderTest } from '../support/pipeline-under-test';
import { SMALL_CONFIG } from '../support/sample-request';

const CRASH_POINTS = ['before_compute', 'after_ledger', 'before_publish', 'before_commit'] as const;

/** The same symbol, bars and settings for every run here: each has to come to the same decision. */
const REQUEST = { symbol: 'ONCE', config: { ...SMALL_CONFIG, data: { ...SMALL_CONFIG.data, ticker: 'ONCE' } } };

function decisionOf(completed: RequestCompleted): Pick<RunEnd, 'status' | 'decision_sha256'> {
  const [run] = completed.runs;
  return { status: run!.status, decision_sha256: run!.decision_sha256 };
}

describe('one outcome, whatever happens in between', () => {
  let pipeline: PipelineUnderTest;
  let undisturbed: RequestCompleted;

  beforeAll(async () => {
    pipeline = await PipelineUnderTest.start();
    undisturbed = await pipeline.run(REQUEST);
    expect(undisturbed.status).toBe('succeeded');
  });
  afterAll(() => pipeline?.stop());

  const effects = (completed: RequestCompleted) => effectsOf(pipeline, completed);

  it('given nothing in the way, when a run ends, then there is one of each', async () => {
    expect(await effects(undisturbed)).toEqual(ONE_OF_EACH);
  });

  it('given a finished run, when all its events are delivered twice more and backwards, then nothing new happens', async () => {
    const { request_id: requestId, runs } = undisturbed;
    const told = [...pipeline.events.ofRequest(requestId), ...pipeline.events.ofRun(runs[0]!.run_id)];
    const known = new Set(told.map((event) => event.id));
    const inputs = [...new Map(told.map((event) => [event.id, event])).values()];
    const since = pipeline.events.events.length;
    for (const event of [...inputs].reverse()) await pipeline.publish(event);
    for (const event of inputs) await pipeline.publish(event);
    await drained(pipeline.brokers);
    const after = pipeline.events.events.slice(since).filter((event) => event.type !== 'request.completed');
    expect(after.filter((event) => !known.has(event.id)).map(({ type, id }) => ({ type, id }))).toEqual([]);
    expect(await effects(undisturbed)).toEqual(ONE_OF_EACH);
  });

  it.each(CRASH_POINTS)(
    'given every stage dies once %s, when the run goes on, then it comes to the same decision with one of each',
    async (point) => {
      const markers = STAGES.map((stage) => pipeline.scratchFile(`${point}-${stage}`));
      await pipeline.restart(
        STAGES,
        Object.fromEntries(
          STAGES.map((stage, index) => [stage, { CRASH_AT: `${stage}:${point}`, CRASH_MARKER: markers[index] }]),
        ),
      );
      const revived = pipeline.reviveWhateverDies();
      const completed = await pipeline.run(REQUEST);
      await drained(pipeline.brokers);
      await revived.stop();
      expect(markers.filter((marker) => !existsSync(marker))).toEqual([]);
      expect(decisionOf(completed)).toEqual(decisionOf(undisturbed));
      expect(await effects(completed)).toEqual(ONE_OF_EACH);
    },
  );

  it('given a run in the middle, when each service gets kill -9, then the run ends once with the same decision', async () => {
    const revived = pipeline.reviveWhateverDies();
    for (const service of SERVICES) {
      const since = pipeline.events.events.length;
      const requestId = await pipeline.request(REQUEST);
      await pipeline.events.next('symbol.requested', ({ type, data }) => isOf(requestId, type, data), since);
      await pipeline.services.kill(service);
      const { data } = await pipeline.events.next<RequestCompleted>(
        `request.completed after kill -9 of ${service}`,
        (event) => event.type === 'request.completed' && event.key === requestId,
        since,
      );
      expect({ service, ...decisionOf(data) }).toEqual({ service, ...decisionOf(undisturbed) });
      await drained(pipeline.brokers);
      expect(await effects(data)).toEqual(ONE_OF_EACH);
    }
    await revived.stop();
  });

  it('given another champion is promoted between two deliveries, when the first is repeated, then the decision stays', async () => {
    const rival = await pipeline.run({
      ...REQUEST,
      mode: 'train_backtest',
      config: { ...REQUEST.config, training: { ...REQUEST.config.training, seeds: [5] } },
    });
    const inference = {
      symbol: 'ONCE',
      mode: 'inference',
      config: { data: REQUEST.config.data, as_of: REQUEST.config.as_of },
    };
    const first = await pipeline.run(inference, 'championed');
    const resolved = pipeline.events.ofRun(first.runs[0]!.run_id).find((event) => event.type === 'symbol.resolved')!;
    const rivalRun = rival.runs[0]!.run_id;
    const promoted = await pipeline.cli(['promote', rivalRun, '--why', 'the test', '--json']);
    expect(JSON.parse(promoted.stdout)).toMatchObject({ symbol: 'ONCE', run_id: rivalRun, reason: 'the test' });
    for (const event of pipeline.events.ofRun(first.runs[0]!.run_id)) await pipeline.publish(event);
    const second = await pipeline.run(inference, 'championed');
    await drained(pipeline.brokers);
    expect(decisionOf(second)).toEqual(decisionOf(first));
    expect(await effects(first)).toEqual(ONE_OF_EACH);
    const fresh = await pipeline.run(inference);
    const pinned = pipeline.events.ofRun(fresh.runs[0]!.run_id).find((event) => event.type === 'symbol.resolved')!;
    expect(modelRunOf(pinned)).toBe(rivalRun);
    expect(modelRunOf(resolved)).not.toBe(rivalRun);

    const { exitCode, stdout } = await pipeline.cli(['rollback', 'ONCE', '--why', 'the test is over']);
    expect({ exitCode, stdout }).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining(`of run ${modelRunOf(resolved)}`),
    });
  });
});

function isOf(requestId: string, type: string, data: unknown): boolean {
  return type === 'symbol.requested' && (data as { request_id: string }).request_id === requestId;
}

function modelRunOf(resolved: PipelineEvent): string | undefined {
  return (resolved.data as { run: { model?: { run_id?: string } } }).run.model?.run_id;
}
