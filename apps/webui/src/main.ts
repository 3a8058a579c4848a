import { runService } from '@trademaster/runtime';
import { webSurface } from './http/web-surface';
import { defaultPort } from './webui.config';
import { WebuiModule } from './webui.module';

void runService({ service: 'webui', module: WebuiModule, configure: webSurface, port: defaultPort() });
