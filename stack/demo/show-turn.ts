import type { AgentEvent, ChatMessage } from '@trademaster/agentchat';
import { claimsOf, markedText, MARKS, type quotableFacts } from '@trademaster/decision';

type Facts = ReturnType<typeof quotableFacts>;

/** One message or event of a review as it comes, with a mark behind each number. */
export function turnText(item: ChatMessage | AgentEvent, decider: string, facts: Facts): string[] {
  switch (item.type) {
    case 'ToolCallRequestEvent':
      return [`${item.source} asks for ${item.content.map(({ name }) => name).join(', ')}`];
    case 'ToolCallExecutionEvent':
      return item.content.map(
        ({ name, content }) => `  ${name} gives ${content.length} characters of this run's facts`,
      );
    case 'ModelClientStreamingChunkEvent':
      return [];
    default:
      return [item.source, ...bodyOf(item, decider, facts).map((line) => `  ${line}`)];
  }
}

function bodyOf(
  item: Exclude<ChatMessage | AgentEvent, { type: 'ModelClientStreamingChunkEvent' }>,
  decider: string,
  facts: Facts,
) {
  const text = item.content as string;
  const claims = claimsOf(item, decider, facts);
  if (!claims.some(({ field }) => field !== undefined))
    return wrapped(markedText(text.replace(/\n<facts>[^]*/, ' …'), claims));
  const answer = JSON.parse(text) as Record<string, unknown>;
  return Object.entries(answer).flatMap(([name, value]) => {
    const own = claims.filter(
      ({ field }) => field === name || field?.startsWith(`${name}[`) || field?.startsWith(`${name}.`),
    );
    const said =
      typeof value === 'string'
        ? markedText(value, own)
        : `${JSON.stringify(value)} ${own.map(({ status }) => MARKS[status]).join('')}`;
    return wrapped(`${name}: ${said}`);
  });
}

const WIDTH = 100;

function wrapped(text: string): string[] {
  const lines = [''];
  for (const word of text.split(/\s+/)) {
    const line = `${lines.at(-1)} ${word}`.trim();
    if (line.length > WIDTH) lines.push(`  ${word}`);
    else lines[lines.length - 1] = line;
  }
  return lines;
}
