import { PipelineError } from '@trademaster/errors';
import { isChatMessage, type TranscriptItem } from './messages';

/**
 * Says when a conversation is over. Sees each message once; keeps what it needs between calls.
 * After it has given a reason it must be reset before it is asked again.
 */
export interface TerminationCondition {
  /** The stop reason, or undefined to go on. `messages` are those since the last call. */
  check(messages: readonly TranscriptItem[]): string | undefined;
  reset(): void;
}

/**
 * Ends when a text is mentioned, in what one of `sources` said if they are given. As in AutoGen events count too: name
 * the sources where tools could repeat text from outside.
 */
export function textMentionTermination(text: string, sources?: readonly string[]): TerminationCondition {
  return {
    check: (messages) =>
      messages.some(({ source, content }) => (sources?.includes(source) ?? true) && mentioned(content).includes(text))
        ? `Text '${text}' mentioned`
        : undefined,
    reset: () => undefined,
  };
}

function mentioned(content: TranscriptItem['content']): string {
  return typeof content === 'string' ? content : content.flatMap((part) => Object.values(part) as unknown[]).join('\n');
}

/** Ends at `maximum` messages; the task counts as one, events only on request. */
export function maxMessageTermination(maximum: number, includeAgentEvent = false): TerminationCondition {
  let count = 0;
  return {
    check: (messages) => {
      count += includeAgentEvent ? messages.length : messages.filter(isChatMessage).length;
      return count >= maximum
        ? `Maximum number of messages ${maximum} reached, current message count: ${count}`
        : undefined;
    },
    reset: () => (count = 0),
  };
}

/** Most tokens that a conversation may use; at least one is given. */
export interface TokenLimits {
  total?: number;
  prompt?: number;
  completion?: number;
}

/** Ends when the model calls have used as many tokens as one of the limits. Known only after a call: at most one over. */
export function tokenUsageTermination(limits: TokenLimits): TerminationCondition {
  const used = { total: 0, prompt: 0, completion: 0 };
  const kinds = ['total', 'prompt', 'completion'] as const;
  return {
    check: (messages) => {
      for (const { models_usage: usage } of messages) {
        used.prompt += usage?.prompt_tokens ?? 0;
        used.completion += usage?.completion_tokens ?? 0;
      }
      used.total = used.prompt + used.completion;
      return kinds.some((kind) => used[kind] >= (limits[kind] ?? Infinity))
        ? `Token usage limit reached, total token count: ${used.total}, ` +
            `prompt token count: ${used.prompt}, completion token count: ${used.completion}.`
        : undefined;
    },
    reset: () => Object.assign(used, { total: 0, prompt: 0, completion: 0 }),
  };
}

/**
 * Ends with the first message after `seconds`, counted from its making or its last reset. `now` gives milliseconds of a
 * clock that never goes back. It does not cut a turn short: that is what the run's signal is for. `shown` is how the
 * reason writes the seconds.
 */
export function timeoutTermination(seconds: number, now: () => number, shown = `${seconds}`): TerminationCondition {
  let start = now();
  return {
    check: () => (now() - start >= seconds * 1_000 ? `Timeout of ${shown} seconds reached` : undefined),
    reset: () => (start = now()),
  };
}

export interface ExternalTermination extends TerminationCondition {
  /** Asks for the end: the turn that is under way is the last. */
  set(): void;
}

/** Ends with the first message after somebody outside has asked for it. */
export function externalTermination(): ExternalTermination {
  let requested = false;
  return {
    check: () => (requested ? 'External termination requested' : undefined),
    reset: () => (requested = false),
    set: () => (requested = true),
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
