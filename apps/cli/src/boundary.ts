import { PipelineError } from '@trademaster/errors';
import type { Boundary } from '@trademaster/messaging';

/** An offset (digits), or a moment (ISO 8601). Throws `request_invalid` naming the option. */
export function boundaryOf(text: string | undefined, option: string): Boundary | undefined {
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text)) return { offset: BigInt(text) };
  const time = Date.parse(text);
  if (!Number.isNaN(time)) return { time };
  throw new PipelineError(
    'request_invalid',
    `${option} must be an offset or a time such as 2026-11-25T14:00:00Z (got ${text})`,
    {
      field: option,
    },
  );
}
