import type { Failure } from '@trademaster/contracts';
import type { ServiceMetrics } from '@trademaster/runtime';
import { Counter } from 'prom-client';

/** Why runs and requests fail, for Prometheus. Counted here because every failure passes here, whoever says it. */
export class FailureMetrics {
  private readonly failures: Counter<'stage' | 'code'>;

  constructor({ registry }: Pick<ServiceMetrics, 'registry'>) {
    this.failures = new Counter({
      name: 'trademaster_failures_total',
      help: 'Failures of runs, and of requests that could not be resolved, by the stage that said so and its closed code',
      labelNames: ['stage', 'code'],
      registers: [registry],
    });
  }

  failed({ stage, code }: Pick<Failure, 'stage' | 'code'>): void {
    this.failures.inc({ stage, code });
  }
}
