import { quickSettings, simulatedBars } from '../../test/series';
import type { Bar } from '../market/bar';
import { evaluate } from '../backtest/evaluate';
import type { EngineSettings } from '../settings';
import { TRADEMASTER_FEATURES, trademasterFeatures } from '../trademaster/features';
import { replayActions } from '../trademaster/replay-actions';
import { trainTrademasterAgent } from '../trademaster/train-agent';
import type { Mlp } from './mlp';
import { trainMember } from './train-member';

const bars = simulatedBars(200, { seed: 3 });
const flat = bars.map(({ date }) => ({ date, open: 5, high: 5, low: 5, close: 5 }));
const trained = (change: Partial<EngineSettings['training']>) => quickSettings({}, change);
const rows = trademasterFeatures(bars);
const TRIALS = { count: 1, sharpeVariance: 0 };

/** TradeMaster's rows with one number replaced. */
function changed(row: number, feature: (typeof TRADEMASTER_FEATURES)[number], value: number): number[][] {
  return rows.map((numbers, at) => (at === row ? numbers.with(TRADEMASTER_FEATURES.indexOf(feature), value) : numbers));
}

function network(sizes: number[]): Mlp {
  return { sizes, weights: [], biases: [] };
}

describe('bad input', () => {
  it.each<[string, Bar[], EngineSettings, object]>([
    [
      'a price that is no number',
      bars.map((bar, i) => (i === 70 ? { ...bar, close: NaN } : bar)),
      quickSettings(),
      { code: 'data_invalid', field: 'bars.70.close' },
    ],
    ['three rows', bars.slice(0, 3), quickSettings(), { code: 'data_too_short', field: 'config.split.train' }],
    [
      'bars that end before the first observation',
      bars.slice(0, 50),
      quickSettings(),
      { code: 'data_too_short', message: expect.stringContaining('50 that warm up the first observation') },
    ],
    ['a price that never moves', flat, quickSettings(), { code: 'data_invalid', field: 'bars.close' }],
    [
      'a learning rate that diverges',
      bars,
      trained({ learningRate: 1e30, gradientClip: 1e30 }),
      { code: 'training_diverged', message: expect.stringContaining('diverged in epoch 1') },
    ],
    [
      'a learning rate that diverges once learning begins, after 100 of 70 steps an epoch',
      bars,
      trained({ learningRate: 1e30, gradientClip: 1e30, warmupSteps: 100 }),
      { code: 'training_diverged', message: expect.stringContaining('diverged in epoch 2') },
    ],
    [
      'a warm-up longer than the training',
      bars,
      trained({ warmupSteps: 10_000 }),
      { code: 'training_invalid', field: 'config.training.epochs' },
    ],
  ])('given %s, when trained, then the error names it', (_what, given, settings, error) => {
    expect(() => trainMember(given, settings, 11)).toThrow(expect.objectContaining(error));
  });

  it.each<[string, EngineSettings]>([
    ['training.hidden_sizes.0', trained({ hiddenSizes: [0] })],
    ['training.hidden_sizes', trained({ hiddenSizes: [8, 8, 8, 8, 8] })], // the kernel has room for four
    ['training.hidden_sizes', trained({ hiddenSizes: [] })],
    ['training.learning_rate', trained({ learningRate: NaN })],
    ['training.gamma', trained({ gamma: 1.1 })],
    ['training.batch_size', trained({ batchSize: 0 })],
    ['training.replay_capacity', trained({ replayCapacity: 0 })],
    ['training.warmup_steps', trained({ warmupSteps: 1.5 })],
    ['training.steps_per_update', trained({ stepsPerUpdate: 0 })],
    ['training.target_update_tau', trained({ targetUpdateTau: Infinity })],
    ['training.gradient_clip', trained({ gradientClip: 0 })],
    ['training.epochs', trained({ epochs: 0 })],
    ['training.seeds', trained({ seeds: [] })],
    ['environment.max_position', quickSettings({ maxPosition: 0 })],
    ['environment.cost_bps', quickSettings({ costBps: -1 })],
    ['split', { ...quickSettings(), split: { train: 0.6, validation: 0.2, test: 0.1 } }],
  ])('given a config.%s that cannot be, then training and backtest name it', (field, settings) => {
    const error = { code: 'config_invalid', field: `config.${field}` };
    expect(() => trainMember(bars, settings, 11)).toThrow(expect.objectContaining(error));
    expect(() => evaluate(bars, settings, [], TRIALS)).toThrow(expect.objectContaining(error));
  });

  it.each([
    ['no member', [], 'members'],
    ['a member for other features', [{ seed: 1, network: network([3, 8, 2]) }], 'members.0.network.sizes'],
    ['a member for other actions', [{ seed: 1, network: network([20, 8, 3]) }], 'members.0.network.sizes'],
  ])('given %s, when judged, then the error names it', (_what, members, field) => {
    const error = { code: 'model_invalid', field };
    expect(() => evaluate(bars, quickSettings(), members, TRIALS)).toThrow(expect.objectContaining(error));
  });

  it.each<[string, number[][], object]>([
    ['eleven rows', rows.slice(0, 11), { code: 'data_too_short', field: 'train' }],
    ['a feature that is no number', changed(40, 'zd_30', NaN), { code: 'data_invalid', field: 'train.40.zd_30' }],
    ['a close of 0', changed(7, 'close', 0), { code: 'data_invalid', field: 'train.7.close' }],
  ])('given %s, when TradeMaster’s agent is trained, then the error names it', (_what, given, error) => {
    const train = () => trainTrademasterAgent(given, rows, { seed: 1, epochs: 1 });
    expect(train).toThrow(expect.objectContaining(error));
  });

  it('given a close that is no number, when actions are replayed, then the error names it', () => {
    const error = { code: 'data_invalid', field: 'data.7.close' };
    expect(() => replayActions(changed(7, 'close', NaN), [1])).toThrow(expect.objectContaining(error));
  });
});
