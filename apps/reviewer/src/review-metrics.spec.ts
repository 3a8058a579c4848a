import type { ModelClient } from '@trademaster/agentchat';
import { Registry } from 'prom-client';
import { MeteredModelClient } from './metered-model-client';
import { ReviewMetrics } from './review-metrics';

const answering = (usage: { prompt_tokens: number; completion_tokens: number }): ModelClient => ({
  model: 'gpt-test',
  create: () => Promise.resolve({ content: 'ok', usage }),
});
const ASKED = { messages: [] };

describe('what reviews cost, at /metrics', () => {
  const registry = new Registry();
  const signal = new AbortController().signal;
  beforeEach(() => registry.clear());

  it('given calls and prices, when answered, then calls, tokens and dollars are counted by model', async () => {
    const prices = { prompt: 0.15, completion: 0.6 };
    const client = new MeteredModelClient(
      answering({ prompt_tokens: 1000, completion_tokens: 200 }),
      new ReviewMetrics({ registry }),
      prices,
    );
    await client.create(ASKED, signal);
    await client.create(ASKED, signal);
    const text = await registry.metrics();
    expect(text).toContain('trademaster_review_calls_total{model="gpt-test"} 2');
    expect(text).toContain('trademaster_review_tokens_total{model="gpt-test",kind="prompt"} 2000');
    expect(text).toContain('trademaster_review_tokens_total{model="gpt-test",kind="completion"} 400');
    // twice (1000 · 0.15 + 200 · 0.60) dollars a million
    expect(text).toContain('trademaster_review_cost_usd_total{model="gpt-test"} 0.00054');
  });

  it('given no prices, when answered, then there is no cost, not one of 0', async () => {
    const metrics = new ReviewMetrics({ registry });
    await new MeteredModelClient(answering({ prompt_tokens: 1, completion_tokens: 1 }), metrics).create(ASKED, signal);
    expect(await registry.metrics()).not.toMatch(/^trademaster_review_cost_usd_total/m);
  });

  it('given a call that fails, when asked, then nothing is counted and the error goes on', async () => {
    const refusing: ModelClient = { model: 'gpt-test', create: () => Promise.reject(new Error('refused')) };
    const client = new MeteredModelClient(refusing, new ReviewMetrics({ registry }));
    await expect(client.create(ASKED, signal)).rejects.toThrow('refused');
    expect(await registry.metrics()).not.toMatch(/^trademaster_review_calls_total/m);
  });
});
