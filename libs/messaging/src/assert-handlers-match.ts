import type { MessageHandler } from '@nestjs/microservices';
import { ACTS_ON, type EventType, type Stage, topicOf } from '@trademaster/contracts';
import { PipelineError } from '@trademaster/errors';

/** One handler per topic, for exactly the events that the pipeline table gives to the stage. Throws `internal`. */
export function assertHandlersMatch(stage: Stage, handlers: Map<string, MessageHandler>): void {
  const expected = (Object.keys(ACTS_ON[stage]) as EventType[]).map(topicOf);
  const missing = expected.filter((topic) => !handlers.has(topic));
  const unexpected = [...handlers.keys()].filter((topic) => !expected.includes(topic));
  const doubled = [...handlers].filter(([, handler]) => handler.next !== undefined).map(([topic]) => topic);
  if (missing.length + unexpected.length + doubled.length > 0)
    throw new PipelineError(
      'internal',
      `handlers of ${stage} and its line in the pipeline table differ: ` +
        `missing [${missing.join()}], unexpected [${unexpected.join()}], more than one [${doubled.join()}]`,
    );
}
