import { portableExp } from '../numerics/portable-exp';
import { portableLog } from '../numerics/portable-log';
import { mean, variance } from './moments';

const LN10 = 2.302585092994046;

/**
 * Mean block of the stationary bootstrap by Politis and White (2004), corrected by Patton, Politis and White (2009),
 * kept within [1, min(3√T, T/3)]. 1 for a constant series.
 */
export function optimalBlockLength(values: ArrayLike<number>): number {
  const n = values.length;
  if (n < 3 || variance(values) === 0) return 1;
  const covariance = autocovariances(values, largestLag(n));
  const bandwidth = flatTopBandwidth(covariance, n);
  let weighted = 0; // Σ λ(k/M) |k| R(k) over −M … M
  let spectrum = covariance[0] as number; // Σ λ(k/M) R(k) over −M … M
  for (let k = 1; k <= bandwidth; k++) {
    const weight = flatTop(k / bandwidth);
    weighted += 2 * weight * k * (covariance[k] as number);
    spectrum += 2 * weight * (covariance[k] as number);
  }
  const ratio = (weighted * weighted) / (spectrum * spectrum); // 2 G² / D with D = 2 g(0)²
  const optimal = ratio === 0 ? 1 : portableExp(portableLog(ratio * n) / 3);
  return Math.max(1, Math.min(optimal, 3 * Math.sqrt(n), n / 3));
}

/** Runs of insignificant lags of this length end the search for the last significant one. */
function runLength(n: number): number {
  return Math.max(5, Math.ceil(Math.sqrt(portableLog(n) / LN10)));
}

function largestLag(n: number): number {
  return Math.min(n - 1, Math.ceil(Math.sqrt(n)) + runLength(n));
}

/** M = 2m, m the last lag before a run of insignificant autocorrelations, 1 if none is; at most the largest lag. */
function flatTopBandwidth(covariance: readonly number[], n: number): number {
  const limit = 2 * Math.sqrt(portableLog(n) / LN10 / n);
  const run = runLength(n);
  const insignificant = (lag: number): boolean =>
    Math.abs((covariance[lag] as number) / (covariance[0] as number)) < limit;
  const last = covariance.length - 1;
  let quiet = 0;
  let significant = 1;
  for (let lag = 1; lag <= last && quiet < run; lag++) {
    if (insignificant(lag)) quiet += 1;
    else [quiet, significant] = [0, lag];
  }
  return Math.min(2 * significant, last);
}

/** Politis and Romano's flat-top lag window. */
function flatTop(share: number): number {
  return share <= 0.5 ? 1 : 2 * (1 - share);
}

/** R(0) … R(largest), each divided by n. */
function autocovariances(values: ArrayLike<number>, largest: number): number[] {
  const centre = mean(values);
  const covariances: number[] = [];
  for (let lag = 0; lag <= largest; lag++) {
    let sum = 0;
    for (let i = lag; i < values.length; i++) {
      sum += ((values[i] as number) - centre) * ((values[i - lag] as number) - centre);
    }
    covariances.push(sum / values.length);
  }
  return covariances;
}
