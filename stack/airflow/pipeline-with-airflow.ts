import { join } from 'node:path';
import { startTemporaryInfra, type TemporaryInfra } from '../infra/temporary-infra';
import { type ManagedProcess } from '../processes/managed-process';
import { startUntilReady } from '../processes/start-until-ready';
import type { Say } from '../provision/provision-step';
import { type Services, startServices } from '../services/services';
import { type Airflow, startAirflow } from './airflow';

const BROKER_READY_WITHIN_MS = 120_000;

/** Everything that a request from Airflow passes, fresh and private: for the DAG's tests and its bench. */
export class PipelineWithAirflow {
  private constructor(
    private readonly infra: TemporaryInfra,
    readonly services: Services,
    readonly airflow: Airflow,
  ) {}

  private newBroker: ManagedProcess | undefined;

  /** Starts all of it; when one part cannot start, the others are stopped before it throws. */
  static async start(say: Say): Promise<PipelineWithAirflow> {
    const infra = await startTemporaryInfra(say);
    const undo = [() => infra.stop()];
    const logsDir = join(infra.dataDir, 'logs');
    try {
      const withoutKey = { OPENAI_API_KEY: undefined, OPENAI_BASE_URL: undefined };
      const env = { ...infra.env, TRAINER_WORKERS: '2' };
      const services = await startServices({ env, logsDir, envOf: { reviewer: withoutKey } });
      undo.unshift(() => services.stop());
      say('  the services are ready');
      const home = join(infra.dataDir, 'airflow');
      const airflow = await startAirflow({ home, logsDir, pipeline: services.env, say });
      say(`  Airflow is ready (${airflow.url}, logs: ${logsDir})`);
      return new PipelineWithAirflow(infra, services, airflow);
    } catch (error) {
      for (const stop of undo) await stop();
      throw error;
    }
  }

  /** What a command needs to talk to each part. */
  get env(): Record<string, string> {
    const { url, user, password, env } = this.airflow;
    return {
      ...this.services.env,
      ...env,
      AIRFLOW_URL: url,
      AIRFLOW_USER: user,
      AIRFLOW_PASSWORD: password,
      SCRATCH_DIR: this.infra.dataDir,
    };
  }

  /** SIGKILL to the broker, then the same one again on its data. */
  async restartBroker(): Promise<void> {
    const broker = this.newBroker ?? this.infra.processes.find(({ spec }) => spec.name === 'kafka');
    if (broker === undefined) throw new Error('the broker is not ours');
    await broker.kill();
    const hasStarted = (again: ManagedProcess) => again.log().includes('Kafka Server started');
    this.newBroker = await startUntilReady(broker.spec, hasStarted, BROKER_READY_WITHIN_MS);
  }

  async stop(): Promise<void> {
    await this.airflow.stop();
    await this.services.stop();
    await this.newBroker?.stop();
    await this.infra.stop();
  }
}
