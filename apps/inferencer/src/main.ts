import { runService } from '@trademaster/runtime';
import { InferencerModule } from './inferencer.module';

void runService({ stage: 'inferencer', module: InferencerModule });
