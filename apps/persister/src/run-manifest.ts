import { Injectable } from '@nestjs/common';
import { artifactOwner, type EventData, type PipelineEvent, type ReplyJournal } from '@trademaster/contracts';
import { PipelineError } from '@trademaster/errors';
import type { RunLedger, RunRecord } from '@trademaster/ledger';
import { type DescribedRun, describeRun, MANIFEST_PATH } from '@trademaster/manifest';
import type { ArtifactStore } from '@trademaster/mlflow';
import { allEnded } from './all-ended';
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

  /** Says what `keep` will store. Errors: MLflow's, the ledger's. */
  async describe(run: RunRecord, lineage: readonly PipelineEvent[]): Promise<DescribedRun> {
    const request = await this.ledger.request(run.requestId);
    if (!request) throw new PipelineError('internal', `request ${run.requestId} has runs but was never recorded`);
    const { source, clientId: client_id, payloadSha256: payload_sha256 } = request;
    const asked = { source, client_id, payload_sha256 };
    const journal = await this.repliesOf(run.runId, lineage.at(-1) as PipelineEvent);
    return describeRun({ lineage, request: asked, journal }, this.store);
  }

  /** Keeping it again changes nothing. Errors: MLflow's. */
  async keep({ run, kept, bytes }: DescribedRun): Promise<void> {
    const owner = artifactOwner(run);
    await allEnded([
      ...kept.map((artifact) => this.store.put(owner, artifact.name, artifact.bytes, 'application/json')),
      this.files.put(run, MANIFEST_PATH, bytes, 'application/json'),
    ]);
  }

  private repliesOf(runId: string, last: PipelineEvent): ReturnType<ReplyJournal['entries']> {
    const isByModel =
      last.type === 'signal.reviewed' && (last.data as EventData['signal.reviewed']).signal.provenance === 'model';
    return isByModel ? this.journal.entries(runId, last.attempt) : Promise.resolve([]);
  }
}
