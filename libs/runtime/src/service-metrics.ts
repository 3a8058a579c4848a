import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { eventTypeOf } from '@trademaster/contracts';
import type { Handled, TransportObserver } from '@trademaster/messaging';

/** A service's numbers for Prometheus. Labels have few values: never a run, a request or a symbol. */
export class ServiceMetrics implements TransportObserver {
  readonly registry = new Registry();
  private readonly events: Counter<'type' | 'outcome'>;
  private readonly duration: Histogram<'type'>;
  private readonly retries: Counter<'type'>;
  private readonly deadLetters: Counter<'type'>;
  private readonly lagging: Gauge<'type' | 'partition'>;

  constructor(service: string) {
    const registers = [this.registry];
    this.registry.setDefaultLabels({ service });
    collectDefaultMetrics({ register: this.registry });
    this.events = new Counter({
      name: 'trademaster_events_total',
      help: 'Deliveries that were handled and committed, by how they ended',
      labelNames: ['type', 'outcome'],
      registers,
    });
    this.duration = new Histogram({
      name: 'trademaster_stage_duration_seconds',
      help: 'From delivery to before the commit, retries and waiting for another worker included',
      labelNames: ['type'],
      buckets: [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000],
      registers,
    });
    this.retries = new Counter({
      name: 'trademaster_handler_retries_total',
      help: 'Handlers that failed for now and were tried again in place',
      labelNames: ['type'],
      registers,
    });
    this.deadLetters = new Counter({
      name: 'trademaster_dead_letters_total',
      help: 'Messages that were put on the topic of dead letters',
      labelNames: ['type'],
      registers,
    });
    this.lagging = new Gauge({
      name: 'trademaster_consumer_lag_records',
      help: 'Records behind the newest after the last fetched batch',
      labelNames: ['type', 'partition'],
      registers,
    });
  }

  handled(topic: string, outcome: Handled, seconds: number): void {
    const type = typeOf(topic);
    this.events.inc({ type, outcome });
    if (outcome !== 'skipped') this.duration.observe({ type }, seconds);
  }

  retried(topic: string): void {
    this.retries.inc({ type: typeOf(topic) });
  }

  deadLettered(topic: string): void {
    this.deadLetters.inc({ type: typeOf(topic) });
  }

  lag(topic: string, partition: number, records: number): void {
    this.lagging.set({ type: typeOf(topic), partition: String(partition) }, records);
  }
}

function typeOf(topic: string): string {
  return eventTypeOf(topic) ?? topic;
}
