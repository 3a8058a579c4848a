import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BacktestResult } from '@trademaster/contracts';
import { quickConfig, walkingBars } from '@trademaster/testkit';
import { trainerUnderTest } from '../../test/trainer-under-test';

const ROOT = join(__dirname, '..', '..', '..', '..');
const COLUMNS = 6;

/** The rows of docs/metrics.md whose first cell names metrics: name, formula, unit, ddof, null when, file. */
const rows = readFileSync(join(ROOT, 'docs', 'metrics.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
const documented = rows.flatMap(([names = '']) => [...names.matchAll(/`([^`]+)`/g)].map(([, name]) => name));

/** Every name under which a backtest says a number. */
function namesOf({ metrics, baselines, seeds_spread, bootstrap, ...rest }: BacktestResult): string[] {
  const intervals = Object.keys(rest).filter((key) => key.endsWith('_interval'));
  const maps = [metrics, ...baselines.map((baseline) => baseline.metrics), seeds_spread, bootstrap ?? {}];
  return [...intervals, ...maps.flatMap((map) => Object.keys(map))];
}

describe('docs/metrics.md', () => {
  it('has an entry for every metric of a training, and none for another', async () => {
    const config = quickConfig();
    Object.assign(config.environment, { allow_short: true, cost_bps: 0 }); // trades enough for every metric
    const { service, run } = await trainerUnderTest({ config }, walkingBars(500));
    const { backtest, training_metrics } = await service.train(run, { signal: new AbortController().signal });
    const said = [
      ...namesOf(backtest),
      ...Object.keys(training_metrics).map((name) => name.replace(/^seed_\d+\./, 'seed_N.')),
    ];
    expect([...new Set(documented)].sort()).toEqual([...new Set(said)].sort());
  });

  it('says formula, unit and an existing file of each', () => {
    for (const cells of rows) {
      const [name, formula, unit, , , file = ''] = cells;
      expect([name, cells.length]).toEqual([name, COLUMNS]);
      expect([name, formula, unit]).not.toContain('');
      expect([name, existsSync(join(ROOT, 'libs', 'engine', 'src', file))]).toEqual([name, true]);
    }
  });
});
