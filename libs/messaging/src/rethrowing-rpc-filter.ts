import { type ArgumentsHost, Catch } from '@nestjs/common';
import { BaseExceptionFilter } from '@nestjs/core';
import { throwError } from 'rxjs';

/**
 * Nest would turn every error of an event handler into `{status: "error"}` before the transport sees it: class, code
 * and cause gone. Errors over HTTP (a stage's health endpoints) stay Nest's affair.
 */
@Catch()
export class RethrowingRpcFilter extends BaseExceptionFilter {
  override catch(exception: unknown, host: ArgumentsHost): unknown {
    if (host.getType() === 'rpc') return throwError(() => exception);
    super.catch(exception, host);
    return undefined;
  }
}
