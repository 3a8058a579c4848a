import { runService } from '@trademaster/runtime';
import { SymbolResolverModule } from './symbol-resolver.module';

void runService({ stage: 'symbol-resolver', module: SymbolResolverModule });
