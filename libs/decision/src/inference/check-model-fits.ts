import type { RunContext } from '@trademaster/contracts';
import { engineVersion, type Policy } from '@trademaster/engine';
import { PipelineError } from '@trademaster/errors';

/**
 * Refuses a model that was trained on something else than what the run asks about, or by an engine whose numbers are
 * other ones. Costs, position limits and hyperparameters are no reason: inference takes them from the model.
 * Throws `model_mismatch` naming the first field that differs; the message lists them all.
 */
export function checkModelFits(policy: Policy, run: Pick<RunContext, 'symbol' | 'instrument' | 'config'>): void {
  const { symbol, source, ticker, bar_size, adjustment } = policy.instrument;
  const { profile, calendar } = policy.settings;
  const { instrument, config } = run;
  const compared: [field: string, model: string, run: string][] = [
    ['symbol', symbol, run.symbol],
    ['source', source, instrument.source],
    ['ticker', ticker, instrument.ticker],
    ['bar_size', bar_size, instrument.bar_size],
    ['adjustment', adjustment, instrument.adjustment],
    ['profile', profile, config.profile],
    ['calendar', calendar, instrument.calendar],
    ['engine_version', majorOf(policy.engine_version), majorOf(engineVersion)],
  ];
  const differing = compared.filter(([, ofModel, ofRun]) => ofModel !== ofRun);
  const [first] = differing;
  if (first === undefined) return;
  const list = differing.map(([field, ofModel, ofRun]) => `${field} is ${ofModel}, the run has ${ofRun}`).join('; ');
  throw new PipelineError('model_mismatch', `the model's ${list}`, { field: first[0] });
}

function majorOf(version: string): string {
  return version.split('.')[0] as string;
}
