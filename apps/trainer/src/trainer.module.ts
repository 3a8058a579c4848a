import { Module } from '@nestjs/common';
import { ENGINE_RUNNER, EngineWorkers } from './engine-workers';
import { trainerConfig } from './trainer.config';
import { TrainerController } from './trainer.controller';
import { TrainingService } from './training.service';

@Module({
  controllers: [TrainerController],
  providers: [
    TrainingService,
    { provide: ENGINE_RUNNER, useFactory: () => new EngineWorkers(trainerConfig().workers) },
  ],
})
export class TrainerModule {}
