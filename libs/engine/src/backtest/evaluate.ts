import { PipelineError } from '@trademaster/errors';
import type { Member } from '../agent/roll-policy';
import type { Bar } from '../market/bar';
import type { EngineSettings } from '../settings';
import type { Evaluation, Trials } from './evaluation';

/** Calibrates on validation, backtests on test. */
export function evaluate(
  _bars: readonly Bar[],
  _settings: EngineSettings,
  _members: readonly Member[],
  _trials: Trials,
): Evaluation {
  throw new PipelineError('internal', 'not built yet');
}
