import { counted, NEVER } from '../test/golden';
import type { ChatAgent } from './chat-agent';
import { type ChatMessage, said, textMessage } from './messages';
import { RoundRobinGroupChat } from './round-robin-group-chat';
import { externalTermination, maxMessageTermination } from './termination';

const stamp = counted();

/** Says what it has read, and keeps no memory. */
class Echo implements ChatAgent {
  readonly description = '';
  readonly read: string[][] = [];
  constructor(
    readonly name: string,
    private readonly before: (options: Parameters<ChatAgent['onMessages']>[1]) => unknown = () => undefined,
  ) {}

  async onMessages(messages: readonly ChatMessage[], options: Parameters<ChatAgent['onMessages']>[1]) {
    await this.before(options);
    const heard = messages.map(({ source }) => source);
    this.read.push(heard);
    return textMessage(stamp(), this.name, heard.join('+'));
  }
}

const speakers = ({ messages }: { messages: { source: string }[] }) => messages.map(({ source }) => source).join(' ');

describe('round robin', () => {
  it('given a turn that fails, when run without a task, then the same speaker takes it again and nobody missed a word', async () => {
    let failures = 1;
    const failing = new Echo('B', () => {
      failures -= 1;
      if (failures === 0) throw new Error('no answer');
    });
    const chat = new RoundRobinGroupChat({ participants: [new Echo('A'), failing, new Echo('C')], stamp, maxTurns: 3 });
    await expect(chat.run('go', { signal: NEVER })).rejects.toThrow('no answer');
    const rest = await chat.run(undefined, { signal: NEVER });
    expect(speakers(rest)).toBe('B C');
    expect(failing.read).toEqual([['user', 'A']]);
    expect(rest.stop_reason).toBe('Maximum number of turns 3 reached.');
  });

  it('given a cancel between turns, when a saved state is taken over elsewhere, then it goes on with the next', async () => {
    const cancel = new AbortController();
    const team = () => new RoundRobinGroupChat({ participants: [new Echo('A'), new Echo('B')], stamp, maxTurns: 3 });
    const [chat, other] = [team(), team()];
    const cancelled = chat.run('go', {
      signal: cancel.signal,
      observer: ({ source }) => source === 'A' && cancel.abort(new Error('drained')),
    });
    await expect(cancelled).rejects.toThrow('drained');
    other.loadState(JSON.parse(JSON.stringify(chat.saveState())));
    expect(chat.saveState().agent_states.A).toMatchObject({ agent_state: { type: 'BaseState', version: '1.0.0' } });
    const rest = await other.run(undefined, { signal: NEVER });
    expect(speakers(rest)).toBe('B A');
  });

  it('given an external stop in a turn, when the turn is over, then the run ends with that reason', async () => {
    const stop = externalTermination();
    const participants = [new Echo('A'), new Echo('B', () => stop.set()), new Echo('C')];
    const chat = new RoundRobinGroupChat({ participants, stamp, termination: stop });
    const result = await chat.run('go', { signal: NEVER });
    expect([speakers(result), result.stop_reason]).toEqual(['user A B', 'External termination requested']);
  });

  it('given a participant with events, when it speaks, then the transcript has them and the others do not', async () => {
    const thinking = new Echo('A', ({ observer }) => observer?.(said('ThoughtEvent', stamp(), 'A', 'hm')));
    const listening = new Echo('B');
    const chat = new RoundRobinGroupChat({
      participants: [thinking, listening],
      stamp,
      termination: maxMessageTermination(3),
    });
    const { messages } = await chat.run('go', { signal: NEVER });
    expect(messages.map(({ type }) => type)).toEqual(['TextMessage', 'ThoughtEvent', 'TextMessage', 'TextMessage']);
    expect(listening.read).toEqual([['user', 'A']]);
  });

  it('given a reader that stops reading, when the stream ends, then the run is aborted', async () => {
    const aborted = Promise.withResolvers<void>();
    const patient = new Echo('A', ({ signal }) => {
      signal.addEventListener('abort', () => aborted.resolve());
      return aborted.promise.then(() => signal.throwIfAborted());
    });
    const chat = new RoundRobinGroupChat({ participants: [patient], stamp });
    for await (const item of chat.runStream('go', NEVER)) if ('type' in item) break;
    await aborted.promise;
    expect(patient.read).toEqual([]);
  });

  it('given a run that fails, when read as a stream, then what was said comes before the error', async () => {
    const broken = new Echo('B', () => Promise.reject(new Error('no answer')));
    const chat = new RoundRobinGroupChat({ participants: [new Echo('A'), broken], stamp });
    const read: string[] = [];
    const reading = async () => {
      for await (const item of chat.runStream('go', NEVER)) if ('source' in item) read.push(item.source);
    };
    await expect(reading()).rejects.toThrow('no answer');
    expect(read).toEqual(['user', 'A']);
  });

  it('given a run under way, when it is run, saved within a turn or loaded, then that is refused', async () => {
    const refused: string[] = [];
    const attempt = async (work: () => unknown) => {
      const [outcome] = await Promise.allSettled([new Promise((resolve) => resolve(work()))]);
      if (outcome.status === 'rejected') refused.push((outcome.reason as Error).message);
    };
    const meddling = new Echo('A', async () => {
      await attempt(() => chat.run('again', { signal: NEVER }));
      await attempt(() => chat.saveState());
      await attempt(() => chat.loadState({}));
    });
    const chat: RoundRobinGroupChat = new RoundRobinGroupChat({ participants: [meddling], stamp, maxTurns: 1 });
    await chat.run('go', { signal: NEVER });
    expect(refused).toEqual([
      'the team is still running',
      'a team has no state to save within a turn',
      'the team is still running',
    ]);
  });

  it.each([
    [(state: Saved) => void delete state.agent_states.B, 'state.agent_states.B'],
    [(state: Saved) => (state.version = '2.0.0'), 'state.version'],
    [
      (state: Saved) => (state.agent_states.A.message_buffer = [{ type: 'Nope' }]),
      'state.agent_states.A.message_buffer.0.type',
    ],
    [(state: Saved) => (state.agent_states.RoundRobinGroupChatManager.next_speaker_index = 2), 'next_speaker_index'],
    [
      (state: Saved) => state.agent_states.RoundRobinGroupChatManager.message_thread.splice(0, 1, { content: 7 }),
      'message_thread.0.id',
    ],
  ])('given a state that is none (%#), when taken over, then it is refused by name', async (spoil, field) => {
    const chat = new RoundRobinGroupChat({ participants: [new Echo('A'), new Echo('B')], stamp, maxTurns: 1 });
    await chat.run('go', { signal: NEVER });
    const state = JSON.parse(JSON.stringify(chat.saveState())) as Saved;
    spoil(state);
    expect(() => chat.loadState(state)).toThrow(
      expect.objectContaining({ code: 'config_invalid', field: expect.stringContaining(field) }),
    );
  });

  it('given two participants of one name, when made, then it is refused', () => {
    expect(() => new RoundRobinGroupChat({ participants: [new Echo('A'), new Echo('A')], stamp })).toThrow('names');
  });
});

/** A saved state, as far as it is spoilt here. */
interface Saved {
  version: string;
  agent_states: {
    A: { message_buffer: object[] };
    B?: object;
    RoundRobinGroupChatManager: { next_speaker_index: number; message_thread: { content: unknown }[] };
  };
}
