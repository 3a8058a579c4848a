import { quickSettings, simulatedBars } from '../../test/series';
import { trainMember } from '../agent/train-member';
import { fitScaler } from '../features/feature-scaler';
import { planWindows } from '../market/windows';
import { type Contender, contest } from './contest';

const bars = simulatedBars(700, { seed: 14, edge: 0.8 });
const settings = quickSettings({ allowShort: true, costBps: 0, slippageBps: 0 }, { seeds: [1], hiddenSizes: [16] });
const windows = planWindows(bars, settings);
const trained = trainMember(bars, settings, 1);
const calibration = { levels: [], decisions: 0, brierScore: null };
const skilled: Contender = {
  parts: { settings, scaler: fitScaler(bars, windows), members: [trained], calibration },
  selectedUntil: windows.validation.lastDate,
};

/** Always wants the same: −1, 0 or 1. */
function stubborn(action: number, selectedUntil = skilled.selectedUntil): Contender {
  const biases = trained.network.biases.map((values) => values.map(() => 0));
  biases[biases.length - 1] = Float32Array.from([0, 1, 2], (i) => (i === action + 1 ? 1e6 : 0));
  const members = [{ seed: 1, network: { ...trained.network, biases } }];
  return { parts: { ...skilled.parts, members }, selectedUntil };
}

describe('champion and challenger', () => {
  it('given a challenger that is clearly better, when both play, then it is promoted', () => {
    const result = contest(bars, stubborn(1), skilled);
    expect(result).toMatchObject({ promoted: true, bars: windows.test.bars });
    expect(result.sharpeBetter).toBeGreaterThanOrEqual(0.9);
    expect(result.reason).toContain(`on 140 bars after ${windows.validation.lastDate}`);
  });

  it('given the same two the other way round, then the champion stays', () => {
    const result = contest(bars, skilled, stubborn(1));
    expect(result.promoted).toBe(false);
    expect(result.reason).toMatch(/^insufficient_evidence: .* 0\.9 is needed$/);
  });

  it('given twins, then nobody is better', () => {
    expect(contest(bars, skilled, skilled)).toMatchObject({ promoted: false, sharpeBetter: 0.5 });
  });

  it('given a champion selected on later bars, then only the bars after those count', () => {
    const later = bars[bars.length - 61]?.date ?? '';
    expect(contest(bars, stubborn(1, later), skilled).bars).toBe(60);
    const tooLate = bars[bars.length - 60]?.date ?? '';
    expect(contest(bars, stubborn(1, tooLate), skilled)).toEqual({
      promoted: false,
      bars: 59,
      reason: `insufficient_evidence: 59 bars after ${tooLate} that neither was selected on, 60 are needed`,
    });
    expect(contest(bars, stubborn(1, '2999-01-01'), skilled).bars).toBe(0);
  });
});
