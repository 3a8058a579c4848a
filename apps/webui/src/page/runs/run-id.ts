import type { PipeTransform } from '@nestjs/common';
import { RUN_ID_PATTERN } from '@trademaster/contracts';
import { notFound } from '../../http/refusal';

/** The id in `/api/page/runs/:run_id`. Throws 404 for what no run can have. */
export const runId: PipeTransform<string, string> = {
  transform: (text) => {
    if (RUN_ID_PATTERN.test(text)) return text;
    throw notFound('Run');
  },
};
