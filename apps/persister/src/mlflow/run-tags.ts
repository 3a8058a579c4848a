import type {
  Failure,
  Mode,
  RunContext,
  RunIdentity,
  SignalReviewed,
  SymbolRequested,
  TrainingResult,
} from '@trademaster/contracts';

type Tags = Record<string, string>;

/** MLflow takes 8000 characters. */
const LONGEST_NOTE = 7_900;
const GIT_COMMIT = /^[0-9a-f]{7,40}$/;

/** Who asked for the run, and the tags that MLflow's own pages read. */
export function requestTags(run: SymbolRequested): Tags {
  const { request_id, dag_id, execution_id, symbol, mode, conid, workflow_symbol_id } = run;
  return {
    'mlflow.user': 'trademaster',
    'mlflow.source.name': dag_id,
    'mlflow.source.type': 'JOB',
    'trademaster.request_id': request_id,
    'trademaster.dag_id': dag_id,
    'trademaster.execution_id': execution_id,
    'trademaster.symbol': symbol,
    'trademaster.mode': mode,
    'trademaster.linked': String(run.linked),
    ...(run.replay_of === undefined ? {} : { replay_of: run.replay_of }),
    ...(conid === undefined ? {} : { conid: String(conid) }),
    ...(workflow_symbol_id === undefined ? {} : { workflow_symbol_id: String(workflow_symbol_id) }),
  };
}

/** What was pinned. Numbers that another attempt could pin otherwise are tags: a param can never change. */
export function contextTags({ bars, pins, trials, champion, model, instrument }: RunContext): Tags {
  // A code version is `<version>+<commit>`.
  const commit = pins.code_version.split('+').at(-1) ?? '';
  return {
    code_version: pins.code_version,
    ...(GIT_COMMIT.test(commit) ? { 'mlflow.source.git.commit': commit } : {}),
    team_sha256: pins.team_sha256,
    data_sha256: bars.artifact.sha256,
    data_simulated: String(instrument.simulated),
    data_revised_bars: String(bars.revised_bars?.count ?? 0),
    'trials.count': String(trials.count),
    'trials.sharpe_variance': String(trials.sharpe_variance),
    ...(champion?.run_id === undefined ? {} : { 'champion.run_id': champion.run_id }),
    ...(model === undefined
      ? {}
      : { 'model.onnx_sha256': model.onnx.sha256, 'model.policy_sha256': model.policy.sha256 }),
  };
}

export function trainingTags({ model, backtest, trial_sha256, seconds }: TrainingResult): Tags {
  return {
    verdict: backtest.verdict.verdict,
    verdict_statement: backtest.verdict.statement,
    trial_sha256,
    'model.onnx_sha256': model.onnx.sha256,
    'model.policy_sha256': model.policy.sha256,
    ...(seconds === undefined ? {} : { training_seconds: seconds.toFixed(1) }),
  };
}

export function decisionTags({ signal, decision_sha256 }: SignalReviewed): Tags {
  const { action, intent, verdict, verdict_statement, provenance, confidence_basis, changed_by, stop_reason } = signal;
  return {
    decision_sha256,
    action,
    intent,
    verdict,
    verdict_statement,
    provenance,
    confidence_basis,
    not_backtested: String(signal.not_backtested),
    historical: String(signal.historical),
    'review.changed_by': changed_by?.agent ?? 'nobody',
    'review.stop_reason': stop_reason,
  };
}

export function failureTags({ stage, code, field, message }: Failure): Tags {
  return { 'failure.stage': stage, 'failure.code': code, 'failure.field': field ?? '', 'failure.message': message };
}

/** A retry starts without them; MLflow keeps the tags, so they are emptied. */
export const NO_FAILURE: Tags = {
  'failure.stage': '',
  'failure.code': '',
  'failure.field': '',
  'failure.message': '',
};

export function reviewStatus(mode: Mode, reviewed: boolean): Tags {
  return { 'review.status': mode === 'train_backtest' ? 'not_requested' : reviewed ? 'reviewed' : 'not_reached' };
}

/** The note on top of the run's page: what was decided, or why not. */
export function noteOf(
  run: Pick<RunIdentity, 'symbol' | 'mode'>,
  reviewed?: SignalReviewed,
  failure?: Failure,
): string {
  const title = `**${run.symbol}** · mode \`${run.mode}\``;
  if (failure) return `${title}\n\nFailed at ${failure.stage} (\`${failure.code}\`): ${failure.message}`;
  if (!reviewed) return `${title}\n\nTrained and backtested; no inference, no review, no signal.`;
  const { action, intent, confidence_score, verdict_statement, provenance, reasoning } = reviewed.signal;
  const note = [
    title,
    `${action} (${intent}), confidence ${confidence_score} of 100, reviewed by ${provenance}`,
    verdict_statement,
    reasoning,
  ].join('\n\n');
  return note.length <= LONGEST_NOTE ? note : `${note.slice(0, LONGEST_NOTE)} … (signal.json has all of it)`;
}
