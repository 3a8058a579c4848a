import { PipelineError } from '@trademaster/errors';

export interface PersisterConfig {
  /** How often overdue runs are looked for. */
  deadlineSweepMs: number;
}

const DEFAULT_SWEEP_SECONDS = '5';

/** DEADLINE_SWEEP_SECONDS. Errors: `environment_invalid` naming the variable. */
export function persisterConfig(environment: NodeJS.ProcessEnv = process.env): PersisterConfig {
  const text = environment.DEADLINE_SWEEP_SECONDS || DEFAULT_SWEEP_SECONDS;
  const seconds = Number(text);
  if (seconds >= 0.1 && seconds <= 3_600) return { deadlineSweepMs: seconds * 1_000 };
  throw new PipelineError('environment_invalid', `DEADLINE_SWEEP_SECONDS must be from 0.1 to 3600 (got ${text})`, {
    field: 'DEADLINE_SWEEP_SECONDS',
  });
}
