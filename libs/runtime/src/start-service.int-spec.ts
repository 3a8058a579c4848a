import { randomBytes, randomUUID } from 'node:crypto';
import { Controller, Inject, Injectable, Module } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { Logger } from 'pino';
import { type OutgoingEvent, type PipelineEvent, type SymbolResolved, topicOf } from '@trademaster/contracts';
import { createRedact } from '@trademaster/environment';
import { EventPublisher, NEVER_CRASH, type WorkContext } from '@trademaster/messaging';
import { eventually, exampleEvent, exampleEventData, exampleRunContext } from '@trademaster/testkit';
import { createLogger, LOGGER } from './logger';
import { READINESS_CHECKS, type ReadinessReport } from './readiness';
import { loadServiceConfig } from './service.config';
import { type RunningService, startService } from './start-service';

jest.setTimeout(60_000);

/** The dependency that a test may take away. */
const webui = { away: false };

@Injectable()
class Training {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  train(): void {
    this.logger.info('an epoch');
  }
}

@Controller()
class Trainer {
  constructor(private readonly training: Training) {}

  @EventPattern<string>(topicOf('symbol.resolved'))
  onSymbolResolved(
    @Payload() { key, subject }: PipelineEvent<SymbolResolved>,
    @Ctx() _work: WorkContext,
  ): Promise<OutgoingEvent[]> {
    this.training.train();
    const data = exampleEventData('model.trained');
    return Promise.resolve([{ type: 'model.trained', subject, key, correlationid: key, data }]);
  }
}

@Module({
  controllers: [Trainer],
  providers: [
    Training,
    {
      provide: READINESS_CHECKS,
      useValue: [{ name: 'webui', check: () => (webui.away ? Promise.reject(new Error('gone')) : Promise.resolve()) }],
    },
  ],
})
class TrainerModule {}

describe('a stage as a service', () => {
  const lines: Record<string, unknown>[] = [];
  const config = loadServiceConfig();
  const write = (line: string): void => void lines.push(JSON.parse(line) as Record<string, unknown>);
  const logger = createLogger({ service: 'trainer', level: 'info', redact: createRedact(), write });
  const fatal: unknown[] = [];
  let service: RunningService;

  beforeAll(async () => {
    service = await startService(
      { stage: 'trainer', module: TrainerModule, port: 0 },
      { config, crashPoint: NEVER_CRASH, logger, onFatal: (error) => fatal.push(error) },
    );
  });
  afterAll(() => service.close());

  const ask = (path: string): Promise<Response> => fetch(`${service.url}${path}`);

  it('given real Kafka, PostgreSQL and MLflow, when up, then it is live and ready', async () => {
    expect((await ask('/health/live')).status).toBe(200);
    const report = await eventually('readiness', async () => {
      const answer = await ask('/health/ready');
      return answer.status === 200 && ((await answer.json()) as ReadinessReport);
    });
    expect(report.dependencies).toEqual({
      kafka: { status: 'up' },
      ledger: { status: 'up' },
      mlflow: { status: 'up' },
      webui: { status: 'up' },
    });
  });

  it('given a dependency dies and comes back, when asked, then 503 names it, and 200 again', async () => {
    webui.away = true;
    const failing = await eventually('unreadiness', async () => {
      const answer = await ask('/health/ready');
      return answer.status === 503 && ((await answer.json()) as ReadinessReport).failing;
    });
    expect(failing).toEqual(['webui']);
    expect((await ask('/health/live')).status).toBe(200);
    webui.away = false;
    await eventually('readiness', async () => (await ask('/health/ready')).status === 200);
  });

  it('given an event is worked on, when anything logs, then the line has the run, and the metrics do not', async () => {
    const runId = randomBytes(16).toString('hex');
    const event = exampleEvent('symbol.resolved', {
      id: randomUUID(),
      key: runId,
      correlationid: runId,
      data: { run: exampleRunContext({ run_id: runId }) },
    });
    const publisher = new EventPublisher({ brokers: config.kafkaBrokers, clientId: 'test' });
    await publisher.connect();
    await publisher.publish(event);
    await publisher.disconnect();

    const line = await eventually('the line', () =>
      lines.find(({ msg, run_id }) => msg === 'an epoch' && run_id === runId),
    );
    expect(line).toMatchObject({
      service: 'trainer',
      request_id: event.data.run.request_id,
      event_id: event.id,
      event_type: 'symbol.resolved',
      attempt: 0,
    });
    const metrics = await eventually('the metrics', async () => {
      const text = await (await ask('/metrics')).text();
      return /trademaster_events_total\{[^}]*type="symbol\.resolved"[^}]*outcome="succeeded"/.test(text) && text;
    });
    expect(metrics).toContain('trademaster_stage_duration_seconds_bucket');
    expect(metrics).not.toContain(runId);
    expect(fatal).toEqual([]);
  });
});
