import type { LoggerService } from '@nestjs/common';
import { type Logger, pino, stdTimeFunctions } from 'pino';
import type { Redact } from '@trademaster/environment';
import { currentWork } from '@trademaster/messaging';

/** Injection token of the service's pino logger. */
export const LOGGER = Symbol('LOGGER');

export interface LoggerOptions {
  service: string;
  level: string;
  redact: Redact;
  /** Where lines go; standard output unless a test wants them. */
  write?: (line: string) => void;
}

/** JSON lines. While an event is worked on each has its run_id, request_id, event and attempt; secrets are taken out. */
export function createLogger({ service, level, redact, write = writeOut }: LoggerOptions): Logger {
  return pino(
    {
      level,
      base: { service },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      mixin: () => ({ ...currentWork() }),
    },
    { write: (line: string) => write(redact(line)) },
  );
}

function writeOut(line: string): void {
  process.stdout.write(line);
}

/** Nest's own messages in the service's log; how it wires itself is for debugging. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    const context = contextOf(rest);
    const wiring = [
      'InstanceLoader',
      'RoutesResolver',
      'RouterExplorer',
      'NestFactory',
      'NestApplication',
      'NestMicroservice',
    ];
    this.logger[wiring.includes(context) ? 'debug' : 'info']({ context }, String(message));
  }

  error(message: unknown, ...rest: unknown[]): void {
    const err = message instanceof Error ? { err: message } : {};
    this.logger.error(
      { context: contextOf(rest), ...err },
      message instanceof Error ? message.message : String(message),
    );
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.logger.warn({ context: contextOf(rest) }, String(message));
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.logger.debug({ context: contextOf(rest) }, String(message));
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.logger.trace({ context: contextOf(rest) }, String(message));
  }
}

/** Nest passes the context as the last parameter. */
function contextOf(rest: unknown[]): string {
  const last = rest.at(-1);
  return typeof last === 'string' ? last : '';
}
