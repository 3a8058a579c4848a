import { type ModelTrained, type PipelineEvent, REQUIRED_FACTS } from '@trademaster/contracts';
import { encodeBars } from '@trademaster/engine';
import {
  EXAMPLE_RUN_ID,
  examplePinnedModel,
  exampleVerdict,
  InMemoryArtifactStore,
  quickConfig,
  trainExample,
  walkingBars,
} from '@trademaster/testkit';
import { PersisterUnderTest, tellStory } from '../../test/persister-under-test';
import { TrackRecord } from '../track-record';
import { ModelContest } from './model-contest';

const SECOND_RUN_ID = 'b'.repeat(32);
const OWNER = { experimentId: '7', runId: EXAMPLE_RUN_ID };

/** The same events of another run; artifacts stay where they are. */
function ofRun<E extends PipelineEvent>(event: E, runId: string): E {
  const moved = (text: string) =>
    text.replace(/"(run_id|key|correlationid)":"([0-9a-f]{32})"/g, (all, name: string, id: string) =>
      id === EXAMPLE_RUN_ID ? `"${name}":"${runId}"` : all,
    );
  const own = (id: string) => `${id}-${runId}`;
  const { id, causationid } = event;
  const causes = causationid === undefined ? {} : { causationid: own(causationid) };
  return { ...(JSON.parse(moved(JSON.stringify(event))) as E), id: own(id), ...causes };
}

/** SIMA's first success, and a second one after it. */
async function twoRuns() {
  const story = await tellStory('both');
  const persister = new PersisterUnderTest(story.store).openRun('both').openRun('both', SECOND_RUN_ID);
  const told = (['symbol.requested', ...REQUIRED_FACTS.both] as const).map(
    (type) => story.events[type] as PipelineEvent,
  );
  for (const event of told) await persister.deliver(event);
  for (const event of told) await persister.deliver(ofRun(event, SECOND_RUN_ID));
  const alias = () => persister.mlflow.aliases.get('trademaster-SIMA@champion');
  const trained = story.events['model.trained'] as PipelineEvent<ModelTrained>;
  return { persister, alias, trained, store: story.store };
}

describe('champions', () => {
  it('given a first and a second success, then the first is champion with its verdict, and the second is told why not', async () => {
    const { persister, alias } = await twoRuns();
    const { verdict } = exampleVerdict();
    expect(persister.ledger.champions).toMatchObject([
      { runId: EXAMPLE_RUN_ID, reason: 'first', verdict, promotedBy: 'trademaster', cause: `run ${EXAMPLE_RUN_ID}` },
    ]);
    expect(alias()).toBe('1');
    const { tags } = await persister.mlflow.getRun(SECOND_RUN_ID);
    expect(tags['model.champion']).toMatch(/^insufficient_evidence: they cannot be compared, model_invalid/);
    expect(tags['model.version']).toBe('2');
  });

  it('given a contest that is won, when it is registered twice, then the winner is champion once, with the reason', async () => {
    const { persister, alias, trained } = await twoRuns();
    const { ledger, mlflow } = persister;
    const reason = "promoted: the challenger's Sharpe ratio is the higher one";
    const contest = { play: () => Promise.resolve({ promoted: true, reason, bars: 100, sharpeBetter: 0.95 }) };
    const third = ofRun(trained, 'c'.repeat(32)).data;
    const register = () => new TrackRecord(ledger, ledger, ledger, ledger, mlflow, contest).register(third);
    expect(await register()).toMatchObject({ champion: reason, version: '3' });
    expect(await register()).toMatchObject({ champion: reason });
    expect(ledger.champions.map(({ runId }) => runId[0])).toEqual([EXAMPLE_RUN_ID[0], 'c']);
    expect(alias()).toBe('3');
  });

  it('given a person promotes and rolls back, then who, when and why stand in the ledger and on the run', async () => {
    const { persister, alias } = await twoRuns();
    const { desk, ledger, mlflow } = persister;
    const promoted = await desk.promote({ run_id: SECOND_RUN_ID, by: 'ada', why: 'cheaper to hold' });
    expect(promoted).toMatchObject({ run_id: SECOND_RUN_ID, reason: 'cheaper to hold', promoted_by: 'ada' });
    expect(alias()).toBe('2');
    expect((await mlflow.getRun(SECOND_RUN_ID)).tags).toMatchObject({
      'model.champion': 'cheaper to hold',
      'model.champion_by': 'ada',
    });

    const back = await desk.rollback({ symbol: 'SIMA', by: 'grace', why: 'it churned' });
    expect(back).toMatchObject({ run_id: EXAMPLE_RUN_ID, verdict: exampleVerdict().verdict });
    expect(back.reason).toBe(`rollback from run ${SECOND_RUN_ID}: it churned`);
    expect(alias()).toBe('1');
    expect(ledger.champions.map(({ promotedBy }) => promotedBy)).toEqual(['trademaster', 'ada', 'grace']);
  });

  it.each([
    ['a run that nobody knows', { run_id: 'f'.repeat(32) }, 'run_unknown'],
    ['a run that has not finished', { run_id: 'd'.repeat(32) }, 'model_not_found'],
  ])('given %s, when promoted, then it is refused as %s', async (_what, { run_id }, code) => {
    const { persister } = await twoRuns();
    persister.openRun('both', 'd'.repeat(32), 'SIMB');
    await expect(persister.desk.promote({ run_id, by: 'ada', why: 'because' })).rejects.toMatchObject({ code });
    expect(persister.ledger.champions).toHaveLength(1);
  });

  it('given a symbol whose champion never had a predecessor, or with two sources, when rolled back, then it is refused', async () => {
    const { persister } = await twoRuns();
    const { desk, ledger } = persister;
    const rollback = () => desk.rollback({ symbol: 'SIMA', by: 'ada', why: 'because' });
    await expect(rollback()).rejects.toMatchObject({ code: 'model_not_found', field: 'symbol' });
    await ledger.promote({ ...ledger.champions[0]!, source: 'csv', cause: 'another source' });
    await expect(rollback()).rejects.toMatchObject({ code: 'request_invalid', field: 'source' });
  });
});

describe('a contest of stored models', () => {
  it('given two trained models and bars, when they play, then the bars after both selections decide', async () => {
    const store = new InMemoryArtifactStore();
    const bars = walkingBars(500);
    const stored = async (seeds: number[]) => {
      const config = quickConfig();
      config.training.seeds = seeds;
      const { onnx, policyJson, policy } = trainExample(bars, config);
      const model = examplePinnedModel({
        onnx: await store.put(OWNER, 'model.onnx', onnx),
        policy: await store.put(OWNER, 'policy.json', policyJson),
      });
      return { model, policy };
    };
    const [champion, challenger] = [await stored([1]), await stored([2, 3, 4])];
    const artifact = await store.put(OWNER, 'bars.json', encodeBars(bars));

    const result = await new ModelContest(store).play(artifact, champion.model, challenger.model);

    expect(result).toMatchObject({ bars: challenger.policy.windows.test.bars, sharpeBetter: expect.any(Number) });
    expect(result.promoted).toBe((result.sharpeBetter ?? 0) >= 0.9);
  });
});
