import { readToolCalls, toChatMessages } from './chat-completions';

describe('tool calls on the wire', () => {
  it('given a name that is none and arguments that are no text, when read, then both are made valid', () => {
    const name = `get signal😀${'x'.repeat(80)}`;
    expect(readToolCalls([{ id: 'call_1', function: { name, arguments: { symbol: 'BTC' } } }])).toEqual([
      { id: 'call_1', arguments: '{"symbol":"BTC"}', name: `get_signal_${'x'.repeat(53)}` },
    ]);
  });

  it('given arguments of a megabyte with a NUL, when read, then they are short and well formed', () => {
    const [call] = readToolCalls([
      { id: 'c', function: { name: 'f', arguments: `\u0000\ud800${'x'.repeat(1_000_000)}` } },
    ]);
    expect(call?.arguments.startsWith('\ufffdxxx')).toBe(true);
    expect(call?.arguments.length).toBeLessThan(21_000);
  });

  it.each([
    [[{ function: { name: 'f', arguments: '{}' } }], 'review_unavailable'],
    [[{ id: 'c', type: 'custom' }], 'review_unavailable'],
    [Array.from({ length: 33 }, () => ({ id: 'c', function: { name: 'f' } })), 'review_invalid'],
  ])('given calls that nobody can answer (%#), when read, then %j', (calls, code) => {
    expect(() => readToolCalls(calls)).toThrow(expect.objectContaining({ code }));
  });

  it('given several results, when sent, then each is a message of its own', () => {
    const result = (call_id: string) => ({ content: 'BUY', name: 'get_signal', call_id, is_error: false });
    const content = [result('call_1'), result('call_2')];
    expect(toChatMessages([{ type: 'FunctionExecutionResultMessage', content }])).toEqual([
      { content: 'BUY', role: 'tool', tool_call_id: 'call_1' },
      { content: 'BUY', role: 'tool', tool_call_id: 'call_2' },
    ]);
  });
});
