import { Injectable } from '@nestjs/common';
import { PipelineError } from '@trademaster/errors';
import type { Effect, Intent, Intents } from '@trademaster/ledger';
import { allEnded } from '../all-ended';
import type { WebuiArtifact } from './webui-artifacts';
import type { StoredArtifact, WebuiClient } from './webui-client';

/**
 * Exactly one artifact of each kind per run in a backend without idempotency: note the intents, look them up if they were
 * tried before, post those that are not there, look again, keep the lowest id of each. The caller holds the run's lock.
 */
@Injectable()
export class WebuiPublication {
  constructor(
    private readonly intents: Pick<Intents, 'planAll' | 'doneAll'>,
    private readonly webui: Pick<WebuiClient, 'ofRun' | 'create' | 'remove'>,
  ) {}

  /** A run's artifacts, one of a kind. Errors: those of WebuiClient. */
  async publish(artifacts: readonly WebuiArtifact[]): Promise<void> {
    const intents = await this.intents.planAll(artifacts.map(effectOf));
    const isIn = (state: Intent['state']) => (_: WebuiArtifact, index: number) => intents[index]?.state === state;
    const tried = artifacts.filter(isIn('planned'));
    const there = tried.length > 0 ? await this.webui.ofRun(tried[0] as WebuiArtifact) : [];
    const missing = tried.filter((artifact) => idsOf(artifact, there).length === 0);
    await allEnded([...artifacts.filter(isIn('new')), ...missing].map((artifact) => this.webui.create(artifact)));
    const open = artifacts.filter((_, index) => intents[index]?.state !== 'done');
    if (open.length === 0) return;
    const stored = await this.webui.ofRun(open[0] as WebuiArtifact);
    const kept = await allEnded(open.map((artifact) => this.keptOf(artifact, stored)));
    await this.intents.doneAll(open.map((artifact, index) => ({ ...effectOf(artifact), result: kept[index] })));
  }

  /** The lowest id; what was posted twice is removed. */
  private async keptOf(artifact: WebuiArtifact, stored: readonly StoredArtifact[]): Promise<number> {
    const [kept, ...doubles] = idsOf(artifact, stored);
    if (kept === undefined) {
      throw new PipelineError(
        'webui_unavailable',
        `the WebUI does not list the ${artifact.type} that it has just taken`,
      );
    }
    for (const id of doubles) await this.webui.remove(id);
    return kept;
  }
}

function effectOf({ type, run_id }: WebuiArtifact): Effect {
  return { kind: `webui.${type}`, key: run_id };
}

/** Lowest first. */
function idsOf({ type, step_name }: WebuiArtifact, stored: readonly StoredArtifact[]): number[] {
  const same = stored.filter((row) => row.type === type && row.step_name === step_name);
  return same.map(({ id }) => id).sort((a, b) => a - b);
}
