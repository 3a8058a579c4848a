import { runService } from '@trademaster/runtime';
import { ReviewerModule } from './reviewer.module';

void runService({ stage: 'reviewer', module: ReviewerModule });
