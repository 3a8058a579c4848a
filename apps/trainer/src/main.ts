import { runService } from '@trademaster/runtime';
import { TrainerModule } from './trainer.module';

void runService({ stage: 'trainer', module: TrainerModule });
