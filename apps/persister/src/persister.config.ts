import { readEnvironment, Variable } from '@trademaster/environment';
import { Type } from 'class-transformer';
import { IsNumber, Max, Min } from 'class-validator';

export class PersisterEnvironment {
  @Variable('How often overdue runs are looked for, in seconds', { default: '5' })
  @Type(() => Number)
  @IsNumber()
  @Min(0.1)
  @Max(3600)
  DEADLINE_SWEEP_SECONDS: number;
}

export interface PersisterConfig {
  /** How often overdue runs are looked for. */
  deadlineSweepMs: number;
}

/** Errors: `environment_invalid` naming the variable. */
export function persisterConfig(environment: NodeJS.ProcessEnv = process.env): PersisterConfig {
  return { deadlineSweepMs: readEnvironment(PersisterEnvironment, environment).DEADLINE_SWEEP_SECONDS * 1_000 };
}
