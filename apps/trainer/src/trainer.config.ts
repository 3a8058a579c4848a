import { availableParallelism } from 'node:os';
import { PipelineError } from '@trademaster/errors';

export interface TrainerConfig {
  /** Worker threads of this process, over all its runs. */
  workers: number;
}

const MOST_WORKERS = 256;

/** TRAINER_WORKERS, default: one per core. Errors: `environment_invalid` naming the variable. */
export function trainerConfig(environment: NodeJS.ProcessEnv = process.env): TrainerConfig {
  const text = environment.TRAINER_WORKERS || String(availableParallelism());
  const workers = Number(text);
  if (Number.isInteger(workers) && workers >= 1 && workers <= MOST_WORKERS) return { workers };
  throw new PipelineError('environment_invalid', `TRAINER_WORKERS must be 1 to ${MOST_WORKERS} (got ${text})`, {
    field: 'TRAINER_WORKERS',
  });
}
