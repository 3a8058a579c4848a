import { join } from 'node:path';
import { STAGES } from '@trademaster/contracts';
import { PROJECT_ROOT } from '../stack/paths';
import { drained } from '../test/support/drained';
import { PipelineUnderTest } from '../test/support/pipeline-under-test';
import { check, type Findings } from './checker/check';
import { readKafka } from './checker/read-kafka';
import { readLedger, readMlflow, readWebui } from './checker/read-stores';
import { type Bug, BUGS } from './planted/bugs';

const PLANT = join(PROJECT_ROOT, 'dist/chaos/planted/plant.js');
const { DATABASE_URL = '', MLFLOW_TRACKING_URI = '' } = process.env;
const SYMBOL = 'PLANTED';
const TRAINING = { seeds: [11], epochs: 2, patience: 2, hidden_sizes: [8], steps_per_update: 4, warmup_steps: 64 };
const DATA = { source: 'simulated', seed: 100, lookback_bars: 300, ticker: SYMBOL };
const REQUEST = { symbol: SYMBOL, config: { data: DATA, as_of: '2023-06-19', training: TRAINING } };
/** What earlier runs leave (position, champion, trial) is the same for the third run and every later one. */
const RUNS_UNTIL_STEADY = 3;

describe('the checker of the chaos suite, when there is a bug in the code of a service', () => {
  let pipeline: PipelineUnderTest;
  let decisionSha256: string;

  beforeAll(async () => {
    pipeline = await PipelineUnderTest.start();
    for (let run = 0; run < RUNS_UNTIL_STEADY; run += 1)
      decisionSha256 = (await pipeline.run(REQUEST)).runs[0]?.decision_sha256 ?? '';
  });
  afterAll(() => pipeline?.stop());

  it('given none, when a run was made, then there is nothing to be found', async () => {
    const { lost, doubled, differing } = await checkedRun();
    expect({ lost, doubled, differing }).toEqual({ lost: [], doubled: [], differing: [] });
  });

  it.each(Object.entries(BUGS))('given that %s, when a run was made, then it is found', async (name, bug) => {
    const { service, kind, says } = bug;
    const planted = {
      NODE_OPTIONS: `--require ${JSON.stringify(PLANT)}`,
      PLANTED_BUG: name,
      PLANTED_MARKER: pipeline.scratchFile(name),
    };
    await pipeline.restart([service], { [service]: planted });
    const findings = await checkedRun(bug);
    await pipeline.restart([service], {});
    expect(findings[kind]).toContainEqual(expect.stringMatching(says));
  });

  /** A run that goes as far as it gets, and what the four stores then show. */
  async function checkedRun({ withCopies, neverCommits, service }: Partial<Bug> = {}): Promise<Findings> {
    const revived = pipeline.reviveWhateverDies();
    const since = pipeline.events.events.length;
    const requestId = await pipeline.request(REQUEST);
    if (neverCommits) await pipeline.completed(requestId, since);
    await drained(pipeline.brokers, neverCommits ? STAGES.filter((stage) => stage !== service) : STAGES);
    if (withCopies) {
      await pipeline.publish(...pipeline.events.events.slice(since).filter(({ type }) => type === 'symbol.resolved'));
      await drained(pipeline.brokers);
    }
    await revived.stop();
    return check([{ requestId, symbol: SYMBOL, decisionSha256 }], {
      kafka: await readKafka(pipeline.brokers),
      ledger: await readLedger(DATABASE_URL, [requestId]),
      mlflow: await readMlflow(MLFLOW_TRACKING_URI),
      webui: await readWebui(pipeline.services.env.WEBUI_BASE_URL as string),
    });
  }
});
