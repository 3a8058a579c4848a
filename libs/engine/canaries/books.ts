import { playTargets } from '../src/environment/play-targets';
import { createRandom } from '../src/numerics/random';
import { trainMember } from '../src/agent/train-member';
import { rollPolicy } from '../src/agent/roll-policy';
import { evaluate } from '../src/backtest/evaluate';
import { buildPolicy, decodeOnnx, decodePolicy, encodeOnnx, encodePolicy, policyParts } from '../src/model';
import { barsOf, simulatedBars } from '../test/series';
import { countFinding, type Finding } from './finding';
import { freeSettings } from './series';

/** A short earns what the price falls, whatever the path: over falling and rising prices, to 1e-12. */
export function shortBooks(paths: number): Finding {
  const settings = freeSettings();
  let right = 0;
  for (let path = 0; path < paths; path++) {
    const random = createRandom(path);
    const sign = path % 2 === 0 ? -1 : 1;
    let price = 100;
    const bars = barsOf(
      Array.from({ length: 30 }, () => ({ open: price, close: (price *= 1 + sign * 0.02 * random.next()) })),
    );
    const span = { fromIndex: 0, toIndex: bars.length - 1 };
    const { equity } = playTargets(bars, settings, span, new Array<number>(bars.length).fill(-1));
    const sold = bars[1]?.open ?? NaN;
    const want = 1 + (sold - price) / sold;
    if (Math.abs((equity.at(-1) ?? NaN) - want) < 1e-12 && Math.sign(want - 1) === -sign) right++;
  }
  return countFinding('short: gains what the price falls, loses what it rises', right, paths, paths, paths);
}

/** The stored bytes, asked on bars up to t, want what the backtest did at t, for every t of the test window. */
export function parity(count: number): Finding {
  const bars = simulatedBars(count, { seed: 21, edge: 0.3 });
  const settings = freeSettings({ seeds: [1, 2, 3] });
  const onnx = encodeOnnx(settings.training.seeds.map((seed) => trainMember(bars, settings, seed)));
  const members = decodeOnnx(onnx);
  const evaluation = evaluate(bars, settings, members, { count: 1, sharpeVariance: 0 });
  const instrument = {
    symbol: 'A',
    ticker: 'A',
    source: 'simulated',
    bar_size: '1 day',
    adjustment: 'none',
    simulated: true,
  };
  const data = {
    sha256: '0'.repeat(64),
    bars: count,
    first_date: bars[0]?.date ?? '',
    last_date: bars.at(-1)?.date ?? '',
  };
  const policy = buildPolicy({ instrument, settings, members, evaluation, onnxSha256: '0'.repeat(64), data });
  const served = policyParts(decodePolicy(encodePolicy(policy)), decodeOnnx(onnx));
  const { fromIndex } = evaluation.windows.test;
  const { targets } = evaluation.detail;
  const same = targets.filter(
    (target, i) => rollPolicy(served, bars.slice(0, fromIndex + i + 1), fromIndex, 0).targets.at(-1) === target,
  );
  return countFinding(
    'parity: served action is the backtest’s',
    same.length,
    targets.length,
    targets.length,
    targets.length,
  );
}
