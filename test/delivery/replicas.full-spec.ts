import { type EventType, type Stage, STAGES } from '@trademaster/contracts';
import { SERVICES, type ServiceName } from '../../stack/services/service-names';
import { drained } from '../support/drained';
import { effectsOf, ONE_OF_EACH } from '../support/effects';
import { PipelineUnderTest } from '../support/pipeline-under-test';
import { SMALL_CONFIG } from '../support/sample-request';

/** Enough that four partitions do not all fall to one of two members by chance: 2 · (1/2)^12. */
const SYMBOLS = Array.from({ length: 12 }, (_, index) => `R${String.fromCharCode(65 + index)}`);
/** What each stage does once a run. */
const WORK: Record<Stage, EventType> = {
  'symbol-resolver': 'symbol.requested',
  trainer: 'symbol.resolved',
  inferencer: 'model.trained',
  reviewer: 'signal.inferred',
  persister: 'signal.reviewed',
};

describe('two replicas of every service', () => {
  let pipeline: PipelineUnderTest;
  /** Both addresses of each service. */
  const replicas = new Map<ServiceName, [string, string]>();

  beforeAll(async () => {
    pipeline = await PipelineUnderTest.start();
    for (const name of SERVICES) {
      const { env } = (await pipeline.services.startAnother(name)).spec;
      replicas.set(name, [pipeline.services.urlOf(name), `http://127.0.0.1:${env?.HEALTH_PORT}`]);
    }
    for (const [priority, symbol] of SYMBOLS.entries()) await pipeline.webui.assign({ symbol, priority });
  });
  afterAll(() => pipeline?.stop());

  it('given a batch, when it ends, then each run was done once, and each two replicas have shared the work', async () => {
    const completed = await pipeline.run({ config: { ...SMALL_CONFIG, max_symbols: SYMBOLS.length } });
    expect(completed).toMatchObject({ status: 'succeeded', skipped: [] });
    expect(completed.runs.map(({ symbol }) => symbol).sort()).toEqual(SYMBOLS);
    await drained(pipeline.brokers);
    for (const run of completed.runs) {
      const effects = await effectsOf(pipeline, { ...completed, runs: [run] });
      expect(effects).toEqual({ ...ONE_OF_EACH, mlflowRuns: SYMBOLS.length + 1 }); // the batch has one, too
      for (const type of Object.values(WORK))
        expect([type, pipeline.events.count(type, run.run_id)]).toEqual([type, 1]);
    }
    for (const stage of STAGES) {
      const done = await Promise.all((replicas.get(stage) ?? []).map((url) => succeeded(url, WORK[stage])));
      expect([stage, done.reduce((sum, count) => sum + count, 0)]).toEqual([stage, SYMBOLS.length]);
      expect([stage, done.every((count) => count > 0)]).toEqual([stage, true]);
    }
  });

  it('given the two replicas of the WebUI, when either is asked, then both know the same', async () => {
    const answers = (replicas.get('webui') ?? []).map(async (url) => {
      const listed = await fetch(`${url}/api/artifacts/?limit=1000`);
      return ((await listed.json()) as { artifacts: { id: number }[] }).artifacts.map(({ id }) => id);
    });
    const [first, second] = await Promise.all(answers);
    expect(first).toHaveLength(3 * SYMBOLS.length); // signal, reasoning, chart
    expect(second).toEqual(first);
  });
});

/** Events of a type that this process handled first and committed, by its own /metrics. */
async function succeeded(url: string, type: EventType): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line.startsWith('trademaster_events_total{'));
  const line = lines.find((candidate) => candidate.includes(`type="${type}"`) && candidate.includes('"succeeded"'));
  return line === undefined ? 0 : Number(line.split(' ').at(-1));
}
