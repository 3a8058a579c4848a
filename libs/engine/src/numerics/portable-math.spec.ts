import { normalCdf, normalQuantile } from './normal-distribution';
import { portableExp } from './portable-exp';
import { portableLog } from './portable-log';

const relativeError = (got: number, want: number): number => Math.abs(got - want) / Math.abs(want);

describe('portable exp and log', () => {
  // Expected: Python 3.11 decimal, 40 digits, rounded to double.
  it.each([
    [-700.25, 7.678723813110872e-305],
    [-20.5, 1.2501528663867426e-9],
    [-0.34657, 0.7071093199024199],
    [-1e-9, 0.999999999],
    [1e-5, 1.00001000005],
    [0.1, 1.1051709180756477],
    [1, 2.718281828459045],
    [3.3, 27.112638920657883],
    [88.7, 3.325986980250579e38],
    [700.9, 2.494608317261266e304],
  ])('exp(%p) within 1e-15', (x, want) => {
    expect(relativeError(portableExp(x), want)).toBeLessThanOrEqual(1e-15);
  });

  it.each([
    [1e-310, -713.8013788281542],
    [1e-9, -20.72326583694641],
    [0.5, -0.6931471805599453],
    [0.7071, -0.346583180371942],
    [0.71, -0.342490308946776],
    [0.999999999, -9.999999722180686e-10],
    [1.0000001, 9.999999505838704e-8],
    [1.5, 0.4054651081081644],
    [2.718281828, 0.9999999998311266],
    [1e5, 11.512925464970229],
    [1.7e308, 709.7268368932282],
  ])('log(%p) within 1e-15', (x, want) => {
    expect(relativeError(portableLog(x), want)).toBeLessThanOrEqual(1e-15);
  });

  it('follow IEEE 754 at the edges', () => {
    expect([portableExp(0), portableExp(710), portableExp(-746), portableExp(-745)]).toEqual([1, Infinity, 0, 5e-324]);
    expect([portableLog(1), portableLog(0), portableLog(Infinity)]).toEqual([0, -Infinity, Infinity]);
    expect([portableLog(-1), portableLog(NaN), portableExp(NaN)]).toEqual([NaN, NaN, NaN]);
  });
});

describe('normal distribution', () => {
  // Expected: scipy.stats.norm 1.17 (cdf, ppf).
  it.each([
    [-10, 7.61985302416047e-24],
    [-6, 9.865876450376946e-10],
    [-1.96, 0.024997895148220435],
    [-0.5, 0.3085375387259869],
    [0, 0.5],
    [1, 0.8413447460685429],
    [3.01, 0.9986937615512306],
  ])('Φ(%p)', (x, want) => {
    expect(relativeError(normalCdf(x), want)).toBeLessThan(1e-13);
  });

  it.each([
    [1e-20, -9.262340089798409],
    [1e-4, -3.7190164854556804],
    [0.02, -2.053748910631823],
    [0.2, -0.8416212335729142],
    [0.95, 1.6448536269514722],
    [0.975, 1.959963984540054],
  ])('Φ⁻¹(%p)', (p, want) => {
    expect(relativeError(normalQuantile(p), want)).toBeLessThan(1e-14);
  });

  it('has no quantile outside 0…1', () => {
    expect([normalQuantile(0), normalQuantile(1), normalQuantile(1.1)]).toEqual([-Infinity, Infinity, NaN]);
  });
});
