import { PipelineError } from '@trademaster/errors';

/** One dependency of a service. */
export interface ReadinessCheck {
  /** `kafka`, `ledger`, `mlflow`, `webui`, … */
  name: string;
  /** Rejects when the dependency cannot be used. */
  check: () => Promise<void>;
}

/** Injection token of an app's own checks, `ReadinessCheck[]`. Kafka, ledger and MLflow are checked for every stage. */
export const READINESS_CHECKS = Symbol('READINESS_CHECKS');

export interface ReadinessReport {
  status: 'ready' | 'unavailable';
  /** Names of the dependencies that are down. */
  failing: string[];
  dependencies: Record<string, { status: 'up' } | { status: 'down'; reason: string }>;
}

const TIMEOUT_MS = 2000;
const FRESH_MS = 1000;

/** Asks every dependency, all at once and at most once per second; one that says nothing for two seconds is down. */
export class Readiness {
  private asked: { at: number; report: Promise<ReadinessReport> } | undefined;

  private readonly checks: ReadinessCheck[] = [];

  constructor(private readonly timeoutMs: number = TIMEOUT_MS) {}

  add(...checks: ReadinessCheck[]): void {
    this.checks.push(...checks);
  }

  report(): Promise<ReadinessReport> {
    const now = performance.now();
    if (this.asked === undefined || now - this.asked.at > FRESH_MS) this.asked = { at: now, report: this.ask() };
    return this.asked.report;
  }

  private async ask(): Promise<ReadinessReport> {
    const answers = await Promise.all(
      this.checks.map(async ({ name, check }) => ({ name, reason: await reasonOf(check, this.timeoutMs) })),
    );
    const failing = answers.filter(({ reason }) => reason !== undefined).map(({ name }) => name);
    return {
      status: failing.length === 0 ? 'ready' : 'unavailable',
      failing,
      dependencies: Object.fromEntries(
        answers.map(({ name, reason }) => [name, reason === undefined ? { status: 'up' } : { status: 'down', reason }]),
      ),
    };
  }
}

/** Why a check failed, in short; undefined when it passed. */
async function reasonOf(check: () => Promise<void>, timeoutMs: number): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`no answer within ${timeoutMs} ms`), timeoutMs);
  });
  const answer = check().then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  const reason = await Promise.race([answer, late]);
  clearTimeout(timer);
  return reason;
}

/** A dependency with an HTTP address: up when it answers, with anything but a server error or that it does not know us. */
export function httpCheck(name: string, url: string, headers: Record<string, string> = {}): ReadinessCheck {
  return {
    name,
    check: async () => {
      const response = await fetch(url, { headers, signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'manual' });
      await response.body?.cancel();
      if (response.status >= 500 || [401, 403].includes(response.status)) {
        throw new PipelineError('internal', `${url} answered ${response.status}`);
      }
    },
  };
}
