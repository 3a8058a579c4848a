import { startTemporaryInfra, type TemporaryInfra } from '../stack/infra/temporary-infra';
import { runCampaign } from './campaign';

jest.setTimeout(900_000);

const RUNS = 12;

describe('a minute in which things die', () => {
  let infra: TemporaryInfra; // of its own: Kafka, PostgreSQL and MLflow are restarted, too
  beforeAll(async () => {
    infra = await startTemporaryInfra(() => undefined);
  });
  afterAll(() => infra?.stop());

  it('given kills, restarts, copies, late events and lost answers, when all has ended, then nothing is lost, doubled or different', async () => {
    const happened: string[] = [];
    const say = (line: string) => void happened.push(line);
    const { report, findings, late } = await runCampaign({ infra, runs: RUNS, minutes: 1, seed: 1, say });
    const { lost, doubled, differing } = findings;
    expect({ lost, doubled, differing, happened: lost.length + doubled.length ? happened : [] }).toEqual({
      lost: [],
      doubled: [],
      differing: [],
      happened: [],
    });
    expect(report.runs).toBe(RUNS);
    expect(report.kills).toBeGreaterThanOrEqual(5);
    expect(late).toBeGreaterThan(0);
    expect(report.duplicates_absorbed).toBeGreaterThan(0);
  });
});
