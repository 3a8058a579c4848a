import { PipelineError } from '@trademaster/errors';
import type { ChatMessage } from './messages';

/**
 * Says when a conversation is over. Sees each message once; keeps what it needs between calls.
 * After it has given a reason it must be reset before it is asked again.
 */
export interface TerminationCondition {
  /** The stop reason, or undefined to go on. `messages` are those since the last call. */
  check(messages: readonly ChatMessage[]): string | undefined;
  reset(): void;
}

/** Ends when a text is mentioned, in a message of one of `sources` if they are given. */
export function textMentionTermination(text: string, sources?: readonly string[]): TerminationCondition {
  return {
    check: (messages) =>
      messages.some(({ source, content }) => (sources?.includes(source) ?? true) && content.includes(text))
        ? `Text '${text}' mentioned`
        : undefined,
    reset: () => undefined,
  };
}

/** Ends at `maximum` messages; the task counts as one. */
export function maxMessageTermination(maximum: number): TerminationCondition {
  let count = 0;
  return {
    check: (messages) => {
      count += messages.length;
      return count >= maximum
        ? `Maximum number of messages ${maximum} reached, current message count: ${count}`
        : undefined;
    },
    reset: () => (count = 0),
  };
}

/** Ends as soon as one of the conditions does; every reason given at that moment is named. */
export function orTermination(...conditions: TerminationCondition[]): TerminationCondition {
  return {
    check: (messages) => {
      const reasons = conditions.map((condition) => condition.check(messages)).filter((reason) => reason !== undefined);
      return reasons.length > 0 ? reasons.join(', ') : undefined;
    },
    reset: () => conditions.forEach((condition) => condition.reset()),
  };
}

/** Ends when each condition has given its reason, at whatever message; reasons in the order in which they came. */
export function andTermination(...conditions: TerminationCondition[]): TerminationCondition {
  const reasons = new Map<TerminationCondition, string>();
  return {
    check: (messages) => {
      if (reasons.size === conditions.length) throw new PipelineError('internal', 'the termination was not reset');
      for (const condition of conditions.filter((open) => !reasons.has(open))) {
        const reason = condition.check(messages);
        if (reason !== undefined) reasons.set(condition, reason);
      }
      return reasons.size === conditions.length ? [...reasons.values()].join(', ') : undefined;
    },
    reset: () => {
      reasons.clear();
      conditions.forEach((condition) => condition.reset());
    },
  };
}
