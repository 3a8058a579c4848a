import { Injectable } from '@nestjs/common';
import { PipelineError } from '@trademaster/errors';
import type { Intents } from '@trademaster/ledger';
import type { WebuiArtifact } from './webui-artifacts';
import type { WebuiClient } from './webui-client';

/**
 * Exactly one artifact of each kind per run in a backend without idempotency: note the intent, look it up if it was tried
 * before, post it when it is not there, look again, keep the lowest id. The caller holds the run's lock.
 */
@Injectable()
export class WebuiPublication {
  constructor(
    private readonly intents: Pick<Intents, 'plan' | 'done'>,
    private readonly webui: Pick<WebuiClient, 'find' | 'create' | 'remove'>,
  ) {}

  /** The artifact's id. Errors: those of WebuiClient. */
  async publish(artifact: WebuiArtifact): Promise<number> {
    const kind = `webui.${artifact.type}`;
    const intent = await this.intents.plan<number>(kind, artifact.run_id);
    if (intent.state === 'done') return intent.result as number;
    const mayBeThere = intent.state === 'planned' && (await this.webui.find(artifact)).length > 0;
    if (!mayBeThere) await this.webui.create(artifact);
    const [kept, ...doubles] = await this.webui.find(artifact);
    if (kept === undefined) {
      throw new PipelineError(
        'webui_unavailable',
        `the WebUI does not list the ${artifact.type} that it has just taken`,
      );
    }
    for (const id of doubles) await this.webui.remove(id);
    return this.intents.done(kind, artifact.run_id, kept);
  }
}
