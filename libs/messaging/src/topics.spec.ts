import { deadLetterTopicOf, declaredTopics, retryTopicsOf } from './topics';

describe('the topics of the pipeline', () => {
  const topic = (name: string) => declaredTopics().find((declared) => declared.name === name);

  it('given a stage, when its topics are looked up, then what is put aside may be twice as large as an event', () => {
    const { short, long } = retryTopicsOf('trainer');
    expect([short, long]).toEqual([
      { name: 'trainer-retry-10s', delayMs: 10_000 },
      { name: 'trainer-retry-60s', delayMs: 60_000 },
    ]);
    expect(topic('trademaster.symbol.resolved.v1')).toMatchObject({ partitions: 4, maxMessageBytes: 1_048_576 });
    for (const name of [short.name, long.name, deadLetterTopicOf('trainer')])
      expect(topic(name)?.maxMessageBytes).toBe(2_097_152);
  });

  it('given all declarations, when compared, then no name stands twice and every one outlives its retries', () => {
    const topics = declaredTopics(7);
    expect(new Set(topics.map(({ name }) => name)).size).toBe(topics.length);
    expect(topics.every(({ partitions }) => partitions === 7)).toBe(true);
    expect(Math.min(...topics.map(({ retentionMs }) => retentionMs))).toBeGreaterThanOrEqual(86_400_000);
  });
});
