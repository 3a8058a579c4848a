import { reviewTeam } from '@trademaster/contracts';
import { InMemoryReplyJournal } from '@trademaster/testkit';
import { reviewerConfig } from './reviewer.config';
import { assembleCrew } from './assemble-crew';
import { ruleCrew } from '@trademaster/decision';

describe('configuration of the reviewer', () => {
  const provenanceWith = (environment: NodeJS.ProcessEnv): string => {
    const { team } = reviewTeam();
    const crewOf = assembleCrew(team, reviewerConfig(environment), new InMemoryReplyJournal());
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
    });
  });

  it.each([
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
