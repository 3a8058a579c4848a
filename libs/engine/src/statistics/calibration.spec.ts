import { calibrate, calibratedConfidence, type Outcome } from './calibration';

const outcomes = (votes: number, wins: number, losses: number): Outcome[] => [
  ...Array.from({ length: wins }, () => ({ votes, won: true })),
  ...Array.from({ length: losses }, () => ({ votes, won: false })),
];

describe('calibration', () => {
  it('shrinks frequencies by Beta(10, 10) and counts them', () => {
    const { levels, decisions } = calibrate([...outcomes(2, 20, 20), ...outcomes(3, 30, 10)], 3);
    expect(decisions).toBe(80);
    expect(levels[2]).toEqual({ agreement: 2 / 3, decisions: 40, wins: 20, probability: 0.5 });
    expect(levels[3]).toEqual({ agreement: 1, decisions: 40, wins: 30, probability: 40 / 60 });
  });

  it('never lets more agreement mean less confidence', () => {
    // alone 40/60 and 20/60; pooled with equal weight 30/60
    const { levels } = calibrate([...outcomes(2, 30, 10), ...outcomes(3, 10, 30)], 3);
    expect(levels.map((level) => level.probability)).toEqual([0.5, 0.5, 0.5, 0.5]);
  });

  it('reports the Brier score', () => {
    const calibration = calibrate(outcomes(1, 30, 10), 1);
    const p = 40 / 60;
    expect(calibration.brierScore).toBeCloseTo((30 * (1 - p) ** 2 + 10 * p ** 2) / 40, 14);
    expect(calibrate([], 1).brierScore).toBeNull();
  });

  it('speaks of probability for 60 decisions or more, and for a position', () => {
    const enough = calibrate([...outcomes(2, 20, 10), ...outcomes(3, 20, 10)], 3);
    expect(calibratedConfidence(enough, 1, 1)).toEqual({ confidence: 60, basis: 'calibrated' });
    expect(calibratedConfidence(enough, 1, 0)).toEqual({ confidence: 100, basis: 'agreement_uncalibrated' });
    const tooFew = calibrate([...outcomes(2, 20, 10), ...outcomes(3, 20, 9)], 3);
    expect(calibratedConfidence(tooFew, 2 / 3, -1).basis).toBe('agreement_uncalibrated');
  });
});
