import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { Response } from 'express';

/** Every error is `{"detail": …}`. What is not a refusal is logged and told without its inside. */
@Catch()
export class DetailFilter implements ExceptionFilter {
  private readonly log = new Logger(DetailFilter.name);

  catch(thrown: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    const { status, body } = this.answerTo(thrown);
    if (response.headersSent) response.end();
    else response.status(status).json(body);
  }

  private answerTo(thrown: unknown): { status: number; body: unknown } {
    if (thrown instanceof HttpException) {
      const body = thrown.getResponse();
      if (typeof body === 'object' && 'detail' in body) return { status: thrown.getStatus(), body };
      const detail = thrown.getStatus() === 404 ? 'Not Found' : thrown.message;
      return { status: thrown.getStatus(), body: { detail } };
    }
    const status = statusOfMiddlewareError(thrown);
    if (status !== undefined) return { status, body: { detail: (thrown as Error).message } };
    this.log.error(thrown instanceof Error ? thrown : String(thrown));
    return { status: 500, body: { detail: 'Internal Server Error' } };
  }
}

/** Express' own parsers throw errors with a status, `413` for a body that is too large. */
function statusOfMiddlewareError(thrown: unknown): number | undefined {
  const status = (thrown as { status?: unknown } | null)?.status;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
}
