import { reviewTeam } from '@trademaster/contracts';
import { InMemoryReplyJournal } from '@trademaster/testkit';
import { reviewerConfig } from './reviewer.config';
import { assembleCrew } from './assemble-crew';
import { ruleCrew } from '@trademaster/decision';

const UNMETERED = { called: () => undefined };

describe('configuration of the reviewer', () => {
  const provenanceWith = (environment: NodeJS.ProcessEnv): string => {
    const { team } = reviewTeam();
    const crewOf = assembleCrew(team, reviewerConfig(environment), new InMemoryReplyJournal(), UNMETERED);
    const stamp = () => ({ id: '', created_at: '' });
    return crewOf({ runId: '', attempt: 0, facts: {} as never, stamp }).provenance;
  };

  it.each([
    [{}, 'rules'],
    [{ OPENAI_API_KEY: '', OPENAI_BASE_URL: '' }, 'rules'],
    [{ OPENAI_API_KEY: 'sk-test' }, 'model'],
    [{ OPENAI_BASE_URL: 'http://127.0.0.1:11434/v1' }, 'model'],
  ])('given %j, when the crew is assembled, then it reviews by %s', (environment, provenance) => {
    expect(provenanceWith(environment)).toBe(provenance);
  });

  it('given a key alone, when read, then the model is gpt-4o-mini and a call may take two minutes', () => {
    expect(reviewerConfig({ OPENAI_API_KEY: 'sk-test' })).toEqual({
      endpoint: { apiKey: 'sk-test', model: 'gpt-4o-mini', timeoutMs: 120_000 },
      concurrency: 8,
      budget: {},
    });
  });

  it('given budgets, prices and an Azure version, when read, then they are numbers per run and per million tokens', () => {
    const environment = {
      OPENAI_API_KEY: 'sk-test',
      OPENAI_BASE_URL: 'https://desk.openai.azure.com/openai/deployments/review',
      OPENAI_API_VERSION: '2024-10-21',
      REVIEW_CONCURRENCY: '2',
      REVIEW_MAX_TOKENS: '50000',
      REVIEW_MAX_USD: '0.05',
      REVIEW_PROMPT_USD_PER_MTOK: '0.15',
      REVIEW_COMPLETION_USD_PER_MTOK: '0.6',
    };
    expect(reviewerConfig(environment)).toMatchObject({
      endpoint: { apiVersion: '2024-10-21' },
      concurrency: 2,
      budget: { tokens: 50_000, usd: 0.05 },
      prices: { prompt: 0.15, completion: 0.6 },
    });
  });

  it.each([
    ['REVIEW_PROMPT_USD_PER_MTOK', { OPENAI_API_KEY: 'sk-test', REVIEW_MAX_USD: '1' }],
    ['REVIEW_COMPLETION_USD_PER_MTOK', { OPENAI_API_KEY: 'sk-test', REVIEW_PROMPT_USD_PER_MTOK: '1' }],
    ['REVIEW_MAX_TOKENS', { REVIEW_MAX_TOKENS: '0.5' }],
    ['OPENAI_API_VERSION', { OPENAI_API_VERSION: 'a b' }],
    ['OPENAI_BASE_URL', { OPENAI_BASE_URL: 'file:///etc/passwd' }],
    ['REVIEW_TIMEOUT_SECONDS', { REVIEW_TIMEOUT_SECONDS: 'soon' }],
    ['REVIEW_TIMEOUT_SECONDS', { REVIEW_TIMEOUT_SECONDS: '-1' }],
  ])('given a bad %s, when read, then it is refused by name', (field, environment) => {
    expect(() => reviewerConfig(environment)).toThrow(expect.objectContaining({ code: 'environment_invalid', field }));
  });

  it('given a team with agents there are no rules for, when there is no model, then it is refused', () => {
    const { team } = reviewTeam();
    const [first, ...others] = team.participants;
    const participants = [{ ...first, name: 'Astrologer', description: '', system_message: [''] }, ...others];
    expect(() => ruleCrew({ ...team, participants })).toThrow(
      expect.objectContaining({ code: 'environment_invalid', field: 'REVIEW_TEAM' }),
    );
  });
});
