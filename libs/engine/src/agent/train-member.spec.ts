import { createHash } from 'node:crypto';
import { quickSettings, simulatedBars } from '../../test/series';
import type { Bar } from '../market/bar';
import { planWindows } from '../market/windows';
import type { TrainedMember } from './learn-epochs';
import { trainMember } from './train-member';

const bars = simulatedBars(300, { seed: 2, edge: 0.5 });
const settings = quickSettings();

function hashOf({ network }: TrainedMember): string {
  const hash = createHash('sha256');
  network.weights.forEach((weights, l) => hash.update(weights).update(network.biases[l] as Float32Array));
  return hash.digest('hex').slice(0, 16);
}

describe('trainMember', () => {
  const trained = trainMember(bars, settings, 11);

  it('same seed, same bytes', () => {
    expect(trainMember(bars, settings, 11)).toEqual(trained);
    // Recorded on Node 24.21, x64; Node 20 gives the same. It may change with engineVersion only.
    expect(hashOf(trained)).toBe('20daa04e72b9f621');
    expect(hashOf(trainMember(bars, settings, 12))).not.toBe(hashOf(trained));
  });

  it('never reads a test bar', () => {
    const { test } = planWindows(bars, settings);
    const other = simulatedBars(300, { seed: 77 });
    const perturbed = bars.map((bar, i) => (i < test.fromIndex ? bar : (other[i] as Bar)));
    expect(trainMember(perturbed, settings, 11)).toEqual(trained);
  });

  it('keeps the first epoch with the highest validation return', () => {
    const returns = trained.curve.map((epoch) => epoch.validationReturn);
    expect(trained.bestValidationReturn).toBe(Math.max(...returns));
    expect(trained.bestEpoch).toBe(returns.indexOf(Math.max(...returns)) + 1);
  });

  it('stops when validation has not improved for `patience` epochs', () => {
    const { curve, bestEpoch } = trainMember(bars, quickSettings({}, { epochs: 60, patience: 2 }), 11);
    expect(curve.length).toBeLessThan(60);
    expect(curve.length).toBe(bestEpoch + 2);
  });

  it('reports every epoch', () => {
    const seen: unknown[] = [];
    trainMember(bars, settings, 11, { onEpoch: (progress) => seen.push(progress) });
    expect(seen).toEqual(trained.curve.map((epoch) => ({ ...epoch, seed: 11, epochs: 3 })));
  });

  it('ends as training_cancelled when asked to', () => {
    let asked = 0;
    expect(() => trainMember(bars, settings, 11, { isCancelled: () => ++asked === 3 })).toThrow(
      expect.objectContaining({ code: 'training_cancelled', retryable: true }),
    );
  });

  it('ends as training_diverged naming seed and epoch when weights stop being finite', () => {
    const wild = quickSettings({}, { learningRate: 1e200, gradientClip: 1e300 });
    expect(() => trainMember(bars, wild, 11)).toThrow(
      expect.objectContaining({
        code: 'training_diverged',
        message: 'seed 11 diverged in epoch 1: a loss or weight is not finite',
      }),
    );
  });

  it('refuses settings that would never update, for there is no untrained policy', () => {
    expect(() => trainMember(bars, quickSettings({}, { epochs: 1, warmupSteps: 5000 }), 11)).toThrow(
      expect.objectContaining({ code: 'training_invalid', field: 'config.training.epochs' }),
    );
  });
});
