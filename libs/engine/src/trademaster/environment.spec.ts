import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TrademasterEnvironment } from './environment';
import { TRADEMASTER_FEATURES } from './features';
import { pandasFloat } from './pandas-float';
import { trademasterMetrics } from './metrics';

interface RecordedRun {
  name: string;
  actions: number[];
  reward: number[];
  cash: number[];
  hold: number[];
  asset: number[];
  pnl: number[];
  states: Record<string, number[]>;
  final_day: number;
  metrics: Record<string, number>;
}

const fixture = (name: string) => join(__dirname, 'fixtures', name);
/** Real prices are not ours to copy: they are checked wherever the folder beside the checkout has them. */
const shared = join(__dirname, '../../../../..', 'shared');

function featureRows(csv: string): number[][] {
  const [header, ...lines] = readFileSync(csv, 'utf8').trim().split('\n');
  const columns = header!.split(',');
  const wanted = TRADEMASTER_FEATURES.map((name) => columns.indexOf(name));
  return lines.map((line) => {
    const cells = line.split(',');
    return wanted.map((column) => pandasFloat(cells[column]!));
  });
}

function replay(rows: number[][], run: RecordedRun) {
  const environment = new TrademasterEnvironment(rows);
  const states: Record<string, number[]> = { 0: environment.observation() };
  const reward: number[] = [];
  run.actions.forEach((action, index) => {
    const step = environment.step(action);
    reward.push(step.reward);
    states[index + 1] = step.observation;
    expect(step.terminated).toBe(index === run.actions.length - 1);
  });
  const { cash, hold, asset, pnl, day } = environment;
  return { reward, cash, hold, asset, pnl, final_day: day, metrics: trademasterMetrics(asset, pnl), states };
}

function expectBitEqual(rows: number[][], run: RecordedRun): void {
  const { states, ...got } = replay(rows, run);
  const { reward, cash, hold, asset, pnl, final_day, metrics } = run;
  // toStrictEqual tells -0 from 0, numpy's sign of zero means nothing here: compare through JSON, full precision.
  expect(JSON.stringify(got)).toBe(JSON.stringify({ reward, cash, hold, asset, pnl, final_day, metrics }));
  for (const [index, state] of Object.entries(run.states))
    expect({ index, state: states[index] }).toEqual({ index, state });
}

describe('TradeMaster environment', () => {
  const golden = JSON.parse(readFileSync(fixture('SIMA.json'), 'utf8')) as {
    splits: Record<string, { runs: RecordedRun[] }>;
  };
  const cases = Object.entries(golden.splits).flatMap(([split, { runs }]) =>
    runs.map((run) => [split, run.name, run] as const),
  );

  it.each(cases)(
    'given SIMA %s and the actions %s, when played, then every recorded number is met bit for bit',
    (split, _, run) => {
      expectBitEqual(featureRows(fixture(`SIMA_${split}.csv`)), run);
    },
  );

  it('given the edge cases of the metrics, when computed, then they are the recorded numbers bit for bit', () => {
    const edges = JSON.parse(readFileSync(fixture('metrics_edge.json'), 'utf8')) as {
      name: string;
      daily_return: number[];
      total_assets: number[];
      metrics: Record<string, number>;
    }[];
    for (const { name, daily_return: pnl, total_assets: assets, metrics } of edges) {
      expect({ name, ...trademasterMetrics(assets, pnl) }).toEqual({ name, ...metrics });
    }
  });

  // Real prices may not be copied into the project: read where the folder with them stands beside the checkout.
  const real = existsSync(join(shared, 'goldens/trademaster/BTC_test.json'));
  (real ? it.each([['test'], ['valid']]) : it.skip.each([['test: real prices are not beside this checkout']]))(
    'given real BTC prices (%s), when the recorded actions are played, then every number is met bit for bit',
    (split) => {
      const recorded = JSON.parse(readFileSync(join(shared, `goldens/trademaster/BTC_${split}.json`), 'utf8')) as {
        runs: RecordedRun[];
      };
      const rows = featureRows(join(shared, `data/BTC/${split}.csv`));
      for (const run of recorded.runs) expectBitEqual(rows, run);
    },
  );
});
