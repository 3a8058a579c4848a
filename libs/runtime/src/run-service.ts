import type { Logger } from 'pino';
import { createRedact, secretsOf } from '@trademaster/environment';
import { crashPointOf } from '@trademaster/messaging';
import { createLogger } from './logger';
import { loadServiceConfig } from './service.config';
import { nameOf, type RunningService, type ServiceOptions, startService } from './start-service';

/** SIGTERM to exit, at most. */
const SHUTDOWN_MS = 9500;

/**
 * The whole of an app's `main.ts`: reads and checks the environment, starts the service, stops it in order on SIGTERM
 * and SIGINT, ends the process with 1 when it cannot start or cannot go on.
 */
export async function runService(options: ServiceOptions): Promise<void> {
  let logger = createLogger({ service: nameOf(options), level: 'info', redact: createRedact(secretsOf()) });
  const endWith = (reason: string) => (error: unknown) => {
    logger.fatal({ err: error }, reason);
    process.exit(1);
  };
  process.on('uncaughtException', endWith('uncaught exception'));
  process.on('unhandledRejection', endWith('unhandled rejection'));
  try {
    const config = loadServiceConfig();
    logger = createLogger({ service: nameOf(options), level: config.logLevel, redact: createRedact(config.secrets) });
    const crashPoint = crashPointOf(nameOf(options));
    const service = startService(options, { config, crashPoint, logger, onFatal: endWith('the service cannot go on') });
    stopOnSignals(service, logger);
    await service;
  } catch (error) {
    endWith('the service did not start')(error);
  }
}

/** A signal that comes while the service still starts is obeyed as soon as there is something to stop. */
function stopOnSignals(service: Promise<RunningService>, logger: Logger): void {
  let stopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (stopping) return;
    stopping = true;
    logger.info({ signal }, 'stopping');
    setTimeout(() => {
      logger.warn(`not stopped within ${SHUTDOWN_MS} ms; ending all the same`);
      process.exit(1);
    }, SHUTDOWN_MS).unref();
    service
      .then((running) => running.close())
      .then(
        () => {
          logger.info('stopped');
          process.exit(0);
        },
        (error: unknown) => {
          logger.fatal({ err: error }, 'not stopped in order');
          process.exit(1);
        },
      );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}
