import { availableParallelism } from 'node:os';
import { readEnvironment } from '@trademaster/runtime';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';

class TrainerEnvironment {
  /** Worker threads of this process, over all its runs; default: one per core. */
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(256) TRAINER_WORKERS?: number;
}

export interface TrainerConfig {
  workers: number;
}

/** Errors: `environment_invalid` naming the variable. */
export function trainerConfig(environment: NodeJS.ProcessEnv = process.env): TrainerConfig {
  return { workers: readEnvironment(TrainerEnvironment, environment).TRAINER_WORKERS ?? availableParallelism() };
}
