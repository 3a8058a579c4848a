import { runService } from '@trademaster/runtime';
import { PersisterModule } from './persister.module';

void runService({ stage: 'persister', module: PersisterModule });
