import { Injectable } from '@nestjs/common';
import type { EventData, PipelineEvent, ReplyJournal, RunContext } from '@trademaster/contracts';
import { PipelineError } from '@trademaster/errors';
import type { RunLedger, RunRecord } from '@trademaster/ledger';
import { MANIFEST_PATH, writeManifest } from '@trademaster/manifest';
import type { ArtifactStore } from '@trademaster/mlflow';
import type { RunFiles } from './mlflow/run-files';

/** Describes a finished run by the hashes of all that it followed from, so that anybody can prove it later. */
@Injectable()
export class RunManifest {
  constructor(
    private readonly ledger: Pick<RunLedger, 'request'>,
    private readonly journal: Pick<ReplyJournal, 'entries'>,
    private readonly store: Pick<ArtifactStore, 'put' | 'get'>,
    private readonly files: Pick<RunFiles, 'put'>,
  ) {}

  /** Its sha256. Writing it again changes nothing. Errors: MLflow's, the ledger's. */
  async write(run: RunRecord, lineage: readonly PipelineEvent[]): Promise<string> {
    const request = await this.ledger.request(run.requestId);
    if (!request) throw new PipelineError('internal', `request ${run.requestId} has runs but was never recorded`);
    const { source, clientId: client_id, payloadSha256: payload_sha256 } = request;
    const asked = { source, client_id, payload_sha256 };
    const last = lineage.at(-1) as PipelineEvent<{ run: RunContext }>;
    const journal = await this.repliesOf(run.runId, last);
    const { bytes, sha256 } = await writeManifest({ lineage, request: asked, journal }, this.store);
    await this.files.put(last.data.run, MANIFEST_PATH, bytes, 'application/json');
    return sha256;
  }

  private repliesOf(runId: string, last: PipelineEvent): ReturnType<ReplyJournal['entries']> {
    const isByModel =
      last.type === 'signal.reviewed' && (last.data as EventData['signal.reviewed']).signal.provenance === 'model';
    return isByModel ? this.journal.entries(runId, last.attempt) : Promise.resolve([]);
  }
}
