import { AssistantAgent } from './assistant-agent';
import { toChatMessages } from './chat-completions';
import type { ModelClient } from './model-client';
import { RoundRobinGroupChat } from './round-robin-group-chat';
import { maxMessageTermination, orTermination, textMentionTermination } from './termination';

const PARTICIPANTS = ['TechnicalAnalyst', 'StrategyAnalyst', 'RiskManager', 'Executor'];
/** About as long as what an agent says. */
const WORDS = 'RSI 61, MACD above its signal line, the trend is up; Sharpe 1.42 over 400 trades. '.repeat(4);
/** Messages in all, for one figure: the clock of the processor's time ticks in microseconds at best. */
const WORK = 4_000;

/** Answers at once, after writing the request as it would go over the wire. */
const instant: ModelClient = {
  model: 'instant',
  create: ({ messages }) => {
    const written = JSON.stringify({ model: 'instant', stream: false, messages: toChatMessages(messages) });
    return Promise.resolve({ content: WORDS, usage: { prompt_tokens: written.length, completion_tokens: 1 } });
  },
};

/**
 * CPU milliseconds of this process per message, in conversations of so many messages, the writing of the requests
 * included, the model and the network not: the first quartile of several measurements, as others may use the machine.
 */
export async function measureOverhead(messages: number): Promise<number> {
  const conversations = Math.ceil(WORK / messages);
  const figures: number[] = [];
  for (let round = 0; round < 8; round += 1) {
    const before = process.cpuUsage();
    for (let conversation = 0; conversation < conversations; conversation += 1) await converse(messages);
    const { user, system } = process.cpuUsage(before);
    figures.push((user + system) / 1_000 / (conversations * messages));
  }
  // The first rounds warm the compiler up.
  return figures.slice(2).toSorted((a, b) => a - b)[1] as number;
}

async function converse(messages: number): Promise<void> {
  let count = 0;
  const stamp = () => ({ id: `message ${(count += 1)}`, created_at: '1970-01-01T00:00:00Z' });
  const chat = new RoundRobinGroupChat({
    participants: PARTICIPANTS.map(
      (name) => new AssistantAgent({ name, description: '', systemMessage: WORDS, modelClient: instant, stamp }),
    ),
    stamp,
    termination: orTermination(textMentionTermination('TERMINATE'), maxMessageTermination(messages)),
  });
  await chat.run(WORDS, { signal: new AbortController().signal });
}
