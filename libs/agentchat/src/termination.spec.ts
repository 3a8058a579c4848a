import { type ChatMessage, said, type TranscriptItem, type Usage } from './messages';
import {
  andTermination,
  externalTermination,
  maxMessageTermination,
  orTermination,
  type TerminationCondition,
  textMentionTermination,
  timeoutTermination,
  tokenUsageTermination,
} from './termination';

const says = (source: string, content: string, usage: Usage | null = null): ChatMessage =>
  said('TextMessage', { id: '', created_at: '1970-01-01T00:00:00Z' }, source, content, usage);
const asks = (usage: Usage): TranscriptItem => {
  const call = { id: 'call_1', name: 'get_signal', arguments: '{"say":"TERMINATE"}' };
  return said('ToolCallRequestEvent', { id: '', created_at: '1970-01-01T00:00:00Z' }, 'A', [call], usage);
};

/** Feeds messages one by one; the reason and how many messages it took. */
function end(condition: TerminationCondition, ...messages: TranscriptItem[]): [string | undefined, number] {
  for (const [index, message] of messages.entries()) {
    const reason = condition.check([message]);
    if (reason !== undefined) return [reason, index + 1];
  }
  return [undefined, messages.length];
}

describe('termination', () => {
  // Stop reasons as recorded from AutoGen 0.7.5: libs/agentchat/test/goldens.
  it('given a text mention without sources, when the task itself mentions it, then the run ends there', () => {
    expect(end(textMentionTermination('TERMINATE'), says('user', 'say TERMINATE at the end'))).toEqual([
      "Text 'TERMINATE' mentioned",
      1,
    ]);
  });

  it('given a text mention with sources, when somebody else mentions it, then the run goes on', () => {
    const condition = textMentionTermination('TERMINATE', ['Executor']);
    expect(end(condition, says('user', 'TERMINATE'), says('RiskManager', 'TERMINATE'))).toEqual([undefined, 2]);
    expect(end(condition, says('Executor', 'done. TERMINATE'))).toEqual(["Text 'TERMINATE' mentioned", 1]);
  });

  it('given at most 3 messages, when reset after the end, then it counts from the start', () => {
    const condition = maxMessageTermination(3);
    const three = [says('user', 'a'), says('A', 'b'), says('B', 'c')];
    const reason = 'Maximum number of messages 3 reached, current message count: 3';
    expect(end(condition, ...three)).toEqual([reason, 3]);
    condition.reset();
    expect(end(condition, ...three)).toEqual([reason, 3]);
  });

  it('given either of two conditions, when both hold at once, then both reasons are named', () => {
    const condition = orTermination(textMentionTermination('STOP'), maxMessageTermination(2));
    expect(end(condition, says('user', 'go'), says('A', 'STOP'))).toEqual([
      "Text 'STOP' mentioned, Maximum number of messages 2 reached, current message count: 2",
      2,
    ]);
  });

  it('given both of two conditions, when one holds earlier, then it is remembered until the other holds', () => {
    const condition = andTermination(textMentionTermination('STOP'), maxMessageTermination(3));
    const talk = [says('user', 'STOP'), says('A', 'on'), says('B', 'on')];
    const reason = "Text 'STOP' mentioned, Maximum number of messages 3 reached, current message count: 3";
    expect(end(condition, ...talk)).toEqual([reason, 3]);
    expect(() => condition.check([says('A', 'more')])).toThrow('not reset');
    condition.reset();
    expect(end(condition, ...talk)).toEqual([reason, 3]);
  });

  it('given events, when messages are counted, then events count only on request', () => {
    const talk = [says('user', 'a'), asks({ prompt_tokens: 1, completion_tokens: 1 }), says('A', 'b')];
    expect(end(maxMessageTermination(2), ...talk)[1]).toBe(3);
    expect(end(maxMessageTermination(2, true), ...talk)[1]).toBe(2);
  });

  it('given a text in the arguments of a call, when mentions count, then it is one, as in AutoGen', () => {
    const talk = [says('user', 'go'), asks({ prompt_tokens: 1, completion_tokens: 1 })];
    expect(end(textMentionTermination('TERMINATE'), ...talk)).toEqual(["Text 'TERMINATE' mentioned", 2]);
    expect(end(textMentionTermination('TERMINATE', ['Executor']), ...talk)).toEqual([undefined, 2]);
  });

  // Reasons as AutoGen 0.7.5 words them: conditions/_terminations.py.
  it.each([
    [{ total: 44 }, 44, 40, 4],
    [{ prompt: 30 }, 33, 30, 3],
    [{ completion: 4 }, 44, 40, 4],
    [{ total: 1_000, prompt: 40 }, 44, 40, 4],
  ])(
    'given the budget %j, when the calls reach it, then the reason counts them',
    (limits, total, prompt, completion) => {
      const condition = tokenUsageTermination(limits);
      const talk = [10, 20, 10].map((prompt_tokens) => asks({ prompt_tokens, completion_tokens: prompt_tokens / 10 }));
      const reason =
        `Token usage limit reached, total token count: ${total}, ` +
        `prompt token count: ${prompt}, completion token count: ${completion}.`;
      expect(end(condition, says('user', 'go'), ...talk)[0]).toBe(reason);
      condition.reset();
      expect(end(condition, says('user', 'go'), ...talk)[0]).toBe(reason);
    },
  );

  it('given a time-out of 30 s, when the clock passes it, then the next message is the last, again after a reset', () => {
    let clock = 5_000;
    const condition = timeoutTermination(30, () => clock);
    const at = (milliseconds: number) => {
      clock = milliseconds;
      return end(condition, says('A', 'on'))[0];
    };
    expect([at(5_000), at(34_999), at(35_000)]).toEqual([undefined, undefined, 'Timeout of 30 seconds reached']);
    condition.reset();
    expect([at(64_999), at(65_000)]).toEqual([undefined, 'Timeout of 30 seconds reached']);
  });

  it('given an external stop, when asked for, then the next message is the last, until it is reset', () => {
    const condition = externalTermination();
    expect(end(condition, says('A', 'on'))[0]).toBeUndefined();
    condition.set();
    expect(end(condition, says('A', 'on'))[0]).toBe('External termination requested');
    condition.reset();
    expect(end(condition, says('A', 'on'))[0]).toBeUndefined();
  });
});
