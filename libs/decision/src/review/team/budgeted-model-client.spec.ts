import type { ModelClient, ModelReply } from '@trademaster/agentchat';
import { BudgetedModelClient } from './budgeted-model-client';

const NEVER = new AbortController().signal;
const QUESTION = { messages: [] };

/** Answers with 100 prompt and 50 completion tokens, or with what is given. */
function endpoint(usage = { prompt_tokens: 100, completion_tokens: 50 }) {
  const client = { model: 'm', calls: 0, create: () => Promise.resolve<ModelReply>({ content: 'x', usage }) };
  const create = () => ((client.calls += 1), Promise.resolve<ModelReply>({ content: 'x', usage }));
  return Object.assign(client, { create }) as ModelClient & { calls: number };
}

async function callsUntilRefused(client: BudgetedModelClient, most = 10): Promise<{ made: number; error?: unknown }> {
  for (let made = 0; made < most; made += 1) {
    try {
      await client.create(QUESTION, NEVER);
    } catch (error) {
      return { made, error };
    }
  }
  return { made: most };
}

describe('the budget of a review', () => {
  it('given 200 tokens, when calls take 150 each, then the second goes over and the third is not made', async () => {
    const model = endpoint();
    const { made, error } = await callsUntilRefused(new BudgetedModelClient(model, { tokens: 200 }));
    expect([made, model.calls]).toEqual([2, 2]);
    expect(error).toMatchObject({ code: 'review_budget_exceeded', message: expect.stringContaining('300 tokens') });
  });

  it('given 0.001 USD, when a call costs 0.0004, then the third goes over and the fourth is not made', async () => {
    // 100 tokens at 1 USD and 50 at 6 USD per million.
    const model = endpoint();
    const budgeted = new BudgetedModelClient(model, { usd: 0.001 }, { prompt: 1, completion: 6 });
    const { made, error } = await callsUntilRefused(budgeted);
    expect([made, model.calls]).toEqual([3, 3]);
    expect(error).toMatchObject({ code: 'review_budget_exceeded', message: expect.stringContaining('0.001200 USD') });
  });

  it('given an endpoint that reports no usage, when there is a budget, then it is refused after one call', async () => {
    const silent = endpoint({ prompt_tokens: 0, completion_tokens: 0 });
    const { error } = await callsUntilRefused(new BudgetedModelClient(silent, { tokens: 200 }));
    expect(error).toMatchObject({ code: 'review_budget_exceeded' });
    expect(silent.calls).toBe(1);
  });

  it('given no budget, when calls are made, then none is refused', async () => {
    expect(await callsUntilRefused(new BudgetedModelClient(endpoint(), {}))).toEqual({ made: 10 });
  });
});
