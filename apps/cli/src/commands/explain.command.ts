import { type ExplainedClaim, RUN_ID_PATTERN } from '@trademaster/contracts';
import { PipelineError } from '@trademaster/errors';
import { MlflowArtifactStore } from '@trademaster/mlflow';
import type { CliConfig } from '../cli.config';
import { explanationOf } from '../explain/explanation';
import { explanationText } from '../explain/explanation-text';
import { PersisterClient } from '../persister-client';
import type { Screen } from '../screen';

/** `trademaster explain RUN`: why it was decided so, down to the facts and the bytes that they come from. */
export async function explainCommand(
  runId: string,
  options: { json?: boolean },
  config: CliConfig,
  screen: Screen,
): Promise<number> {
  if (!RUN_ID_PATTERN.test(runId)) {
    throw new PipelineError('request_invalid', `${runId} is no run (32 hex digits)`, { field: 'run_id' });
  }
  const run = await new PersisterClient(config.need('PERSISTER_BASE_URL')).run(runId);
  const { signal, decision_sha256, artifacts = {} } = run;
  if (signal === undefined || decision_sha256 === undefined || artifacts.claims === undefined) {
    const why =
      run.failure === undefined ? run.status : `${run.failure.stage}: ${run.failure.code}: ${run.failure.message}`;
    throw new PipelineError('request_invalid', `run ${runId} has no decision to explain (${why})`, { field: 'run_id' });
  }
  const store = new MlflowArtifactStore(config.mlflow);
  const ledger = JSON.parse((await store.get(artifacts.claims)).toString('utf8')) as { claims: ExplainedClaim[] };
  const explanation = explanationOf({ run_id: runId, signal, decision_sha256, claims: ledger.claims, artifacts });
  screen.out(options.json ? JSON.stringify(explanation) : explanationText(explanation));
  return 0;
}
