import type { ChatMessage } from './messages';
import {
  andTermination,
  maxMessageTermination,
  orTermination,
  type TerminationCondition,
  textMentionTermination,
} from './termination';

const says = (source: string, content: string): ChatMessage => ({
  id: '',
  source,
  models_usage: null,
  metadata: {},
  created_at: '1970-01-01T00:00:00Z',
  content,
  type: 'TextMessage',
});

/** Feeds messages one by one; the reason and how many messages it took. */
function end(condition: TerminationCondition, ...messages: ChatMessage[]): [string | undefined, number] {
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
});
