import { availableParallelism } from 'node:os';
import { readEnvironment, Variable } from '@trademaster/environment';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';

export class TrainerEnvironment {
  @Variable('Worker threads of one trainer, over all its runs', { otherwise: 'one per core' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(256)
  TRAINER_WORKERS?: number;
}

export interface TrainerConfig {
  workers: number;
}

/** Errors: `environment_invalid` naming the variable. */
export function trainerConfig(environment: NodeJS.ProcessEnv = process.env): TrainerConfig {
  return { workers: readEnvironment(TrainerEnvironment, environment).TRAINER_WORKERS ?? availableParallelism() };
}
