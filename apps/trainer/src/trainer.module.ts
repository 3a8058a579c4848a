import { Module } from '@nestjs/common';
import { ENGINE_RUNNER, EngineWorkers, TrainingService } from '@trademaster/decision';
import { trainerConfig } from './trainer.config';
import { TrainerController } from './trainer.controller';

@Module({
  controllers: [TrainerController],
  providers: [
    TrainingService,
    { provide: ENGINE_RUNNER, useFactory: () => new EngineWorkers(trainerConfig().workers) },
  ],
})
export class TrainerModule {}
