import { quickSettings, simulatedBars } from '../../test/series';
import type { Bar } from '../market/bar';
import type { EngineSettings } from '../settings';
import { trainMember } from './train-member';

const bars = simulatedBars(200, { seed: 3 });
const flat = bars.map(({ date }) => ({ date, open: 5, high: 5, low: 5, close: 5 }));
const trained = (change: Partial<EngineSettings['training']>) => quickSettings({}, change);

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
      'a warm-up longer than the training',
      bars,
      trained({ warmupSteps: 10_000 }),
      { code: 'training_invalid', field: 'config.training.epochs' },
    ],
  ])('given %s, when trained, then the error names it', (_what, given, settings, error) => {
    expect(() => trainMember(given, settings, 11)).toThrow(expect.objectContaining(error));
  });
});
