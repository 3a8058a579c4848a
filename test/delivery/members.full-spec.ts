import type { RequestCompleted, TrainingProgressed } from '@trademaster/contracts';
import { eventually } from '@trademaster/testkit';
import { SERVICES } from '../../stack/services/service-names';
import { drained } from '../support/drained';
import { effectsOf, ONE_OF_EACH } from '../support/effects';
import { epochsTrainedTwice, longTraining } from '../support/long-training';
import { PipelineUnderTest } from '../support/pipeline-under-test';

const LONG = longTraining(50);

describe('members of a group that come, go, and come back', () => {
  let pipeline: PipelineUnderTest;
  let undisturbed: string | undefined;

  beforeAll(async () => {
    pipeline = await PipelineUnderTest.start();
  });
  afterAll(() => pipeline?.stop());

  /** Requests a long training and waits until a trainer is at it. */
  async function training(): Promise<{ requestId: string; since: number; runId: string }> {
    const since = pipeline.events.events.length;
    const requestId = await pipeline.request(LONG);
    const event = await pipeline.events.next<TrainingProgressed>(
      'a training',
      ({ type }) => type === 'training.progressed',
      since,
    );
    return { requestId, since, runId: event.data.run_id };
  }

  const decisionOf = ({ runs }: RequestCompleted): string | undefined => runs[0]!.decision_sha256;

  it('given a third trainer joins during a training, when the group is balanced anew, then the training is not done twice', async () => {
    const second = await pipeline.services.startAnother('trainer');
    const { requestId, since, runId } = await training();
    const third = await pipeline.services.startAnother('trainer');
    const completed = await pipeline.completed(requestId, since);
    undisturbed = decisionOf(completed);
    expect(undisturbed).toMatch(/^[0-9a-f]{64}$/);
    expect(epochsTrainedTwice(pipeline.events.events, runId)).toEqual([]);
    expect(await effectsOf(pipeline, completed)).toEqual(ONE_OF_EACH);
    await Promise.all([second.stop(), third.stop()]);
  });

  it('given a trainer is paused past its session, when it wakes after another one did its work, then it changes nothing', async () => {
    const trainer = pipeline.services.processOf('trainer');
    const joins = (): number => trainer.log().split('joined the consumer group').length;
    const zombie = trainer.identity.pid;
    const { requestId, since, runId } = await training();
    const joined = joins();
    process.kill(zombie, 'SIGSTOP');
    try {
      const heir = await pipeline.services.startAnother('trainer');
      const completed = await pipeline.completed(requestId, since);
      expect(decisionOf(completed)).toBe(undisturbed);
      process.kill(zombie, 'SIGCONT');
      await eventually('the zombie to find out, and to join anew', () => joins() > joined);
      await heir.stop();
      await drained(pipeline.brokers);
      const trained = pipeline.events.ofRun(runId).filter(({ type }) => type === 'model.trained');
      expect(new Set(trained.map(({ data }) => JSON.stringify(data))).size).toBe(1);
      expect(await effectsOf(pipeline, completed)).toEqual(ONE_OF_EACH);
    } finally {
      process.kill(zombie, 'SIGCONT');
    }
  });

  it('given a training in progress, when its trainer gets SIGTERM, then it is gone within ten seconds and the next one does the work', async () => {
    const trainer = pipeline.services.processOf('trainer');
    const { requestId, since } = await training();
    const begun = Date.now();
    process.kill(trainer.identity.pid, 'SIGTERM');
    expect(await trainer.exited).toEqual({ code: 0, signal: null }); // after 9.5 s it would end with 1
    expect(Date.now() - begun).toBeLessThan(10_000);
    await pipeline.services.start('trainer');
    const completed = await pipeline.completed(requestId, since);
    expect(decisionOf(completed)).toBe(undisturbed);
    expect(await effectsOf(pipeline, completed)).toEqual(ONE_OF_EACH);
  });

  it('given runs in progress, when every service is restarted, one after the other, then each run ends once with its decision', async () => {
    const since = pipeline.events.events.length;
    const requestIds = await Promise.all([1, 2].map(() => pipeline.request(LONG)));
    for (const name of SERVICES) {
      await pipeline.services.processOf(name).stop();
      await pipeline.services.start(name);
    }
    for (const requestId of requestIds) {
      const completed = await pipeline.completed(requestId, since);
      expect(decisionOf(completed)).toBe(undisturbed);
      expect(await effectsOf(pipeline, completed)).toEqual(ONE_OF_EACH);
    }
  });
});
