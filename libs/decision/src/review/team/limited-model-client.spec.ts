import type { ModelReply } from '@trademaster/agentchat';
import { LimitedModelClient } from './limited-model-client';

const NEVER = new AbortController().signal;
const REPLY: ModelReply = { content: 'x', usage: { prompt_tokens: 1, completion_tokens: 1 } };

/** A model whose calls end when they are told to. */
function heldModel() {
  const under: { name: string; end: PromiseWithResolvers<ModelReply> }[] = [];
  const create = ({ messages }: { messages: readonly { content?: unknown }[] }) => {
    const end = Promise.withResolvers<ModelReply>();
    under.push({ name: String(messages[0]?.content), end });
    return end.promise;
  };
  return { under, client: { model: 'm', create } };
}

const asking = (content: string) => ({ messages: [{ type: 'SystemMessage' as const, content }] });

describe('calls of several reviews at once', () => {
  it('given two places, when three ask, then the third is asked when one has ended, also when it failed', async () => {
    const { under, client } = heldModel();
    const limited = new LimitedModelClient(client, 2);
    const [first, second, third] = ['first', 'second', 'third'].map((name) => limited.create(asking(name), NEVER));
    await Promise.resolve();
    expect(under.map(({ name }) => name)).toEqual(['first', 'second']);
    under[0]?.end.reject(new Error('lost'));
    await expect(first).rejects.toThrow('lost');
    under[1]?.end.resolve(REPLY);
    await second;
    expect(under.map(({ name }) => name)).toEqual(['first', 'second', 'third']);
    under[2]?.end.resolve(REPLY);
    await expect(third).resolves.toEqual(REPLY);
  });

  it('given a review that is stopped while it waits, when its turn comes, then it asks nothing and frees its place', async () => {
    const { under, client } = heldModel();
    const limited = new LimitedModelClient(client, 1);
    const stopped = new AbortController();
    const calls = [limited.create(asking('first'), NEVER), limited.create(asking('stopped'), stopped.signal)];
    const last = limited.create(asking('last'), NEVER);
    stopped.abort();
    under[0]?.end.resolve(REPLY);
    await expect(calls[1]).rejects.toMatchObject({ code: 'review_unavailable' });
    under[1]?.end.resolve(REPLY);
    await last;
    expect(under.map(({ name }) => name)).toEqual(['first', 'last']);
  });
});
