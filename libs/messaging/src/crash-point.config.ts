import { EVENT_TYPES, topicOf } from '@trademaster/contracts';
import { PipelineError } from '@trademaster/errors';
import { CRASH_POINTS, type CrashPoint, crashOnce, NEVER_CRASH } from './crash-point';

/**
 * For tests only. `CRASH_AT=<stage>:<point>[:<event>]`, `trainer:before_publish` or
 * `persister:before_commit:signal.reviewed`, and `CRASH_MARKER=<file>`, which is written at the crash so that the
 * restarted service goes on. Throws `environment_invalid`.
 */
export function crashPointOf(stage: string, env: NodeJS.ProcessEnv = process.env): CrashPoint {
  const { CRASH_AT: at, CRASH_MARKER: marker } = env;
  if (!at) return NEVER_CRASH;
  const [plannedStage = '', plannedPoint, plannedEvent] = at.split(':');
  const point = CRASH_POINTS.find((name) => name === plannedPoint);
  const event = EVENT_TYPES.find((name) => name === plannedEvent);
  if (point === undefined || (plannedEvent !== undefined && event === undefined))
    throw new PipelineError('environment_invalid', `CRASH_AT=${at} is not <stage>:<point>[:<event>]`, {
      field: 'CRASH_AT',
    });
  if (!marker)
    throw new PipelineError('environment_invalid', 'CRASH_AT needs CRASH_MARKER, a file', { field: 'CRASH_MARKER' });
  if (plannedStage !== stage) return NEVER_CRASH;
  return crashOnce({ stage, point, marker, ...(event === undefined ? {} : { topic: topicOf(event) }) });
}
