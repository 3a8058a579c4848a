import { Injectable } from '@nestjs/common';
import type { Decision, Overview, RunRow } from '../contract';
import { EventStore } from '../events/event-store';
import { PeoplesLinks } from '../runs/peoples-links';
import { runDetail } from '../runs/run-detail';
import { RunTable } from '../runs/run-table';
import { ServicesHealth } from './services-health';

/** What people see first. */
@Injectable()
export class OverviewService {
  constructor(
    private readonly runs: RunTable,
    private readonly events: EventStore,
    private readonly services: ServicesHealth,
    private readonly links: PeoplesLinks,
  ) {}

  async overview(): Promise<Overview> {
    const seq = await this.events.newestSeq(); // before the rest is read: what comes in between is not missed
    const [decisions, running, services] = await Promise.all([
      this.runs.decisions(),
      this.runs.running(),
      this.services.report(),
    ]);
    return { latest: await this.newest(decisions), decisions, running, services, seq };
  }

  private async newest([run]: readonly RunRow[]): Promise<Decision | null> {
    if (run === undefined) return null;
    const detail = runDetail(run, await this.events.ofRun(run.run_id), this.links);
    const { signal, decision_sha256, context, training, inference, mlflow_url } = detail;
    if (signal === null || decision_sha256 === null || context === null || mlflow_url === null) return null;
    return { run, signal, decision_sha256, context, training, inference, mlflow_url };
  }
}
