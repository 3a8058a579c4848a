import { Injectable } from '@nestjs/common';
import type { RequestCompleted, RequestResolved } from '@trademaster/contracts';
import type { MlflowClient } from '@trademaster/mlflow';

/** The parent run of a batch: what was asked for, and FAILED when a child is. */
@Injectable()
export class BatchRun {
  constructor(
    private readonly mlflow: Pick<MlflowClient, 'logBatch' | 'updateRun'>,
    private readonly clock: () => Date,
  ) {}

  async end(resolved: RequestResolved, { status, message, runs, skipped }: RequestCompleted): Promise<void> {
    const { parent_run_id: runId, request_id, dag_id, execution_id, mode } = resolved;
    if (runId === undefined) return;
    await this.mlflow.logBatch(runId, {
      params: { mode, runs: String(runs.length), symbols: shortened(runs.map(({ symbol }) => symbol).join(',')) },
      tags: {
        'mlflow.user': 'trademaster',
        'mlflow.source.name': dag_id,
        'mlflow.source.type': 'JOB',
        'trademaster.request_id': request_id,
        'trademaster.dag_id': dag_id,
        'trademaster.execution_id': execution_id,
        'runs.finished': String(runs.filter((run) => run.status === 'FINISHED').length),
        'runs.failed': String(runs.filter((run) => run.status === 'FAILED').length),
        skipped: shortened(skipped.map(({ symbol, reason }) => `${symbol}: ${reason}`).join('; ')),
        'mlflow.note.content': message,
      },
    });
    const endTime = this.clock().getTime();
    await this.mlflow.updateRun(runId, { status: status === 'failed' ? 'FAILED' : 'FINISHED', endTime });
  }

  async reopen(runId: string): Promise<void> {
    await this.mlflow.updateRun(runId, { status: 'RUNNING' });
  }
}

/** MLflow takes 6000 characters; a batch may have a thousand symbols. */
function shortened(text: string): string {
  return text.length <= 5_900 ? text : `${text.slice(0, 5_900)} …`;
}
