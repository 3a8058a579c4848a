import { quickSettings, simulatedBars } from '../../test/series';
import { rollPolicy } from '../agent/roll-policy';
import { planFolds } from '../market/folds';
import { trainMember } from '../agent/train-member';
import type { Bar } from '../market/bar';
import { calibrateEnsemble } from './calibrate-ensemble';
import { evaluate, evaluateWalkForward } from './evaluate';

const ONE_TRIAL = { count: 1, sharpeVariance: 0 };
const bars = simulatedBars(500, { seed: 6, edge: 0.4 });
const settings = quickSettings({ allowShort: true });
const members = settings.training.seeds.map((seed) => trainMember(bars, settings, seed));
const evaluation = evaluate(bars, settings, members, ONE_TRIAL);
const { detail, windows } = evaluation;

describe('evaluate', () => {
  it('plays on every bar of the test span what inference decides on bars up to it', () => {
    const parts = { settings, scaler: evaluation.scaler, members };
    detail.targets.forEach((target, i) => {
      const upTo = bars.slice(0, windows.test.fromIndex + i + 1);
      expect(rollPolicy(parts, upTo, windows.test.fromIndex, 0).targets.at(-1)).toBe(target);
    });
  });

  it('decides the same when all prices are ten times as high', () => {
    const dearer = bars.map(({ date, open, high, low, close }) => ({
      date,
      open: 10 * open,
      high: 10 * high,
      low: 10 * low,
      close: 10 * close,
    }));
    expect(evaluate(dearer, settings, members, ONE_TRIAL).detail.targets).toEqual(detail.targets);
  });

  it('fills a decision one bar later', () => {
    expect(detail.positions[0]).toBe(0);
    expect(detail.positions.slice(1)).toEqual(detail.targets.slice(0, -1));
  });

  it('starts every curve at 1 and gives each bar a value', () => {
    const lengths = [detail.dates, detail.equity, detail.buyAndHold, detail.positions, detail.targets].map(
      (a) => a.length,
    );
    expect(lengths).toEqual(new Array(5).fill(windows.test.bars));
    expect([detail.equity[0], detail.buyAndHold[0]]).toEqual([1, 1]);
    expect(detail.dates[0]).toBe(windows.test.firstDate);
  });

  it('multiplies trades and idle bars up to the final equity', () => {
    const product = detail.trades.reduce((equity, trade) => equity * (1 + trade.return), 1);
    expect(product).toBeCloseTo(detail.equity.at(-1) as number, 12);
  });

  it('holds the baseline from the second open on, paying its costs once', () => {
    const first = bars[windows.test.fromIndex + 1] as Bar;
    const last = bars[windows.test.toIndex] as Bar;
    const want = last.close / (first.open * 1.0005 * 1.001);
    expect(detail.buyAndHold.at(-1)).toBeCloseTo(want, 12);
    const [baseline] = evaluation.baselines;
    expect(baseline).toMatchObject({ name: 'buy_and_hold', metrics: { trades: 1, exposure: 1, win_rate: null } });
    expect(baseline?.metrics.sharpe).toEqual(expect.any(Number));
  });

  it('gives every null metric a reason and no other', () => {
    for (const { metrics, metricsReasons } of [evaluation, ...evaluation.baselines]) {
      const nulls = Object.keys(metrics).filter((name) => metrics[name] === null);
      expect(Object.keys(metricsReasons).sort()).toEqual(nulls.sort());
    }
  });

  it('is the same for the same input', () => {
    expect(evaluate(bars, settings, members, ONE_TRIAL)).toEqual(evaluation);
  });

  it('more trials leave less of a Sharpe ratio', () => {
    const deflated = evaluate(bars, settings, members, { count: 50, sharpeVariance: 0.01 });
    expect(evaluation.metrics.dsr).toBe(evaluation.metrics.psr);
    expect(deflated.metrics.dsr).toBeLessThan(evaluation.metrics.dsr as number);
  });

  it('calls a test with fewer than 10 trades too short and shows no ratio', () => {
    const holder = members.map((member) => {
      const biases = member.network.biases.map((values) => values.map(() => 0));
      biases[biases.length - 1] = Float32Array.of(0, 0, 1e6); // always long
      return { ...member, network: { ...member.network, biases } };
    });
    const held = evaluate(bars, settings, holder, ONE_TRIAL);
    expect(held.verdict).toMatchObject({ verdict: 'too_short', confidenceCap: 49 });
    expect(held.metrics).toMatchObject({ trades: 1, sharpe: null, sortino: null, calmar: null, psr: null, dsr: null });
    expect(held.metricsReasons.sharpe).toBe('too_few_trades: 1, at least 10 are needed');
    expect(held.detail.equity).toEqual(held.detail.buyAndHold);
  });

  it('given one member, when its seeds are spread, then all quartiles are its path, which is the policy’s', () => {
    const alone = evaluate(bars, settings, members.slice(0, 1), ONE_TRIAL);
    const { equity } = alone.detail;
    expect(alone.seedsEquity).toEqual({ q1: equity, median: equity, q3: equity });
  });

  it('given three members, when their seeds are spread, then a bar’s median is the member’s in the middle', () => {
    const { seeds, seedsEquity, detail } = evaluate(bars, settings, members, ONE_TRIAL);
    expect(seeds).toHaveLength(3);
    const middle = (bar: number) => seeds.map(({ equity }) => equity[bar] as number).sort((a, b) => a - b)[1];
    expect(seedsEquity.median).toEqual(detail.dates.map((_, bar) => middle(bar)));
  });

  it('given baselines that are one path, when judged, then the path ends at their total return', () => {
    const { baselines, detail } = evaluate(bars, settings, members, ONE_TRIAL);
    const paths = baselines.filter(({ equity }) => equity !== undefined);
    expect(paths.map(({ name }) => name)).toEqual(['buy_and_hold', 'sma_crossover', 'momentum']);
    for (const { equity, metrics } of paths) {
      expect(equity).toHaveLength(detail.dates.length);
      expect((equity as number[]).at(-1)).toBeCloseTo(1 + (metrics.total_return as number), 12);
    }
  });
});

describe('a walk-forward', () => {
  const spans = planFolds(bars, settings.split, 3);
  const ensembles = spans.map(({ fromIndex, toIndex }) =>
    settings.training.seeds.map((seed) => trainMember(bars.slice(fromIndex, toIndex + 1), settings, seed)),
  );
  const walked = evaluateWalkForward(bars, settings, ensembles, ONE_TRIAL);
  const tests = walked.folds?.map((fold) => fold.test) ?? [];

  it('scores the test spans of all folds as one curve', () => {
    expect(tests).toHaveLength(3);
    expect(walked.outOfSample).toMatchObject({ bars: tests.reduce((sum, test) => sum + test.bars, 0), toIndex: 499 });
    expect(walked.detail.equity).toHaveLength(walked.outOfSample.bars);
    expect(walked.windows).toEqual(walked.folds?.at(-1));
  });

  it('decides in each fold as a backtest of that fold alone, and is flat at the boundaries', () => {
    let at = 0;
    spans.forEach(({ fromIndex, toIndex }, i) => {
      const alone = evaluate(bars.slice(fromIndex, toIndex + 1), settings, ensembles[i] ?? [], ONE_TRIAL);
      const last = i === spans.length - 1;
      const own = walked.detail.targets.slice(at, at + alone.detail.targets.length);
      expect(own).toEqual(last ? alone.detail.targets : [...alone.detail.targets.slice(0, -1), 0]);
      at += own.length;
      if (!last) expect(walked.detail.positions[at]).toBe(0);
    });
    expect(tests[0]?.firstDate).toBe(walked.detail.dates[0]);
  });

  it('is evaluated as one history when it has one fold', () => {
    const { folds, ...once } = evaluateWalkForward(bars, settings, [members], ONE_TRIAL);
    expect([once, folds]).toEqual([evaluation, [windows]]);
  });
});

describe('calibrateEnsemble', () => {
  it('asks whether the target earned from the next open to the one after, net of getting there', () => {
    const open = [100, 100, 100, 101, 101.1, 101.2];
    const series = open.map((price, i) => ({ ...(bars[i] as Bar), open: price }));
    const rolled = {
      targets: [1, 1, 1, 1, 0, 0],
      votes: new Array<number[]>(6).fill([1]),
      agreement: [1, 1, 1, 1, 1, 1],
    };
    const span = { fromIndex: 0, toIndex: 5, firstDate: '', lastDate: '', bars: 6 };
    // decided on 0: 100 → 100 less 15 bp, lost; on 1: 100 → 101, won; on 2 and 3: +0.1 % without costs, won; 4 is flat
    const { decisions, levels } = calibrateEnsemble(series, quickSettings(), span, rolled);
    expect([decisions, levels[1]?.wins]).toEqual([4, 3]);
  });
});
