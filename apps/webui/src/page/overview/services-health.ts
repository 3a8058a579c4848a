import { STAGES } from '@trademaster/contracts';
import type { ReadinessReport } from '@trademaster/runtime';
import type { ServiceHealth } from '../contract';

const PATIENCE_MS = 2500;
const FRESH_MS = 2000;

/** Asks the services how they are: all at once, and not more often than every two seconds however many look. */
export class ServicesHealth {
  private asked: { at: number; answer: Promise<ServiceHealth[]> } | undefined;

  /** `urls`: of the stages, by name; `own`: of this process. */
  constructor(
    private readonly urls: Readonly<Record<string, string>>,
    private readonly own: () => Promise<ReadinessReport>,
  ) {}

  report(): Promise<ServiceHealth[]> {
    const now = performance.now();
    if (this.asked === undefined || now - this.asked.at > FRESH_MS) this.asked = { at: now, answer: this.ask() };
    return this.asked.answer;
  }

  private ask(): Promise<ServiceHealth[]> {
    const own = this.own().then((answer) => healthOf('webui', answer));
    return Promise.all([...STAGES.map((name) => healthAt(name, this.urls[name])), own]);
  }
}

async function healthAt(name: string, url: string | undefined): Promise<ServiceHealth> {
  if (url === undefined) return { name, ready: false, problems: ['SERVICE_URLS does not say where it is'] };
  try {
    const response = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(PATIENCE_MS) });
    return healthOf(name, (await response.json()) as ReadinessReport);
  } catch (error) {
    return { name, ready: false, problems: [`does not answer: ${(error as Error).message}`] };
  }
}

function healthOf(name: string, { failing, dependencies }: ReadinessReport): ServiceHealth {
  const problems = failing.map((dependency) => {
    const state = dependencies[dependency];
    return state?.status === 'down' ? `${dependency}: ${state.reason}` : dependency;
  });
  return { name, ready: problems.length === 0, problems };
}
