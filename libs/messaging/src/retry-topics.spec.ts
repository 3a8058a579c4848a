import { topicOf } from '@trademaster/contracts';
import { exampleEvent, exampleFailure } from '@trademaster/testkit';
import { receivedOf } from '../test/received-of';
import type { ReceivedMessage } from './received-message';
import { deliveryOf, nextRetry, type NextRetry, retryRecordOf } from './retry-topics';

const NOW = 1_795_413_600_000;
const fault = { failure: exampleFailure({ code: 'mlflow_unavailable', message: 'MLflow is away' }) };
const reads = (topic: string): boolean => topic === topicOf('symbol.resolved');

describe('the way of a message that fails for now', () => {
  const wayOf = (budgetMs: number): string[] => {
    const way: string[] = [];
    for (let next = nextRetry('trainer', 0, budgetMs); next; next = nextRetry('trainer', way.length, budgetMs)) {
      way.push(next.topic.name);
      expect(next.retry).toBe(way.length);
    }
    expect(nextRetry('trainer', 0, budgetMs)?.of ?? 0).toBe(way.length);
    return way;
  };

  it('given the default budget, when it goes on failing, then it waits three times 10 s and ten times 60 s', () => {
    expect(wayOf(630_000)).toEqual([
      ...Array<string>(3).fill('trainer-retry-10s'),
      ...Array<string>(10).fill('trainer-retry-60s'),
    ]);
  });

  it('given a smaller budget, when it would be exceeded, then the way ends before; without one there is none', () => {
    expect(wayOf(29_999)).toEqual(['trainer-retry-10s', 'trainer-retry-10s']);
    expect(wayOf(0)).toEqual([]);
  });

  it('given a message is put aside twice, when it is delivered, then it is the original in every respect', () => {
    const original = receivedOf(exampleEvent('symbol.resolved'), { partition: 3, offset: '7001' });
    const delivered = (aside: ReceivedMessage, retries: number, since: number) => {
      const next = nextRetry('trainer', retries, 630_000) as NextRetry;
      const { key, value, headers } = retryRecordOf(aside, next, fault, since);
      const place = { topic: 'trainer-retry-10s', partition: 1, offset: '5', timestamp: String(NOW) };
      const record = { ...place, key, value, headers } as ReceivedMessage;
      return deliveryOf(record, 'trainer', reads, NOW);
    };
    const once = delivered(original, 0, NOW - 1000);
    expect(once).toEqual({ message: original, retries: 1, dueAt: NOW + 9000 });
    expect(delivered(once.message, 1, NOW)).toEqual({ message: original, retries: 2, dueAt: NOW + 10_000 });
  });

  it('given a first delivery, when it comes, then it is due at once', () => {
    const message = receivedOf(exampleEvent('symbol.resolved'));
    expect(deliveryOf(message, 'trainer', reads, NOW)).toEqual({ message, retries: 0, dueAt: 0 });
  });

  it.each([
    ['no headers', {}],
    ['a topic that is not the stage’s', { 'kafka_original-topic': 'trademaster.signal.reviewed.v1' }],
    ['an offset that is none', { 'kafka_original-topic': topicOf('symbol.resolved'), 'kafka_original-offset': '-1' }],
  ])('given a record on a retry topic with %s, when it comes, then it is a message of its own', (_, headers) => {
    const record = { ...receivedOf(exampleEvent('symbol.resolved')), topic: 'trainer-retry-10s', headers };
    expect(deliveryOf(record, 'trainer', reads, NOW)).toEqual({ message: record, retries: 0, dueAt: 0 });
  });

  it('given a due time in a thousand years, when it comes, then it waits for the topic’s delay and no longer', () => {
    const message = receivedOf(exampleEvent('symbol.resolved'));
    const { headers } = retryRecordOf(message, nextRetry('trainer', 0, 10_000) as NextRetry, fault, 99_999_999_999_999);
    const record = { ...message, topic: 'trainer-retry-60s', headers: headers as ReceivedMessage['headers'] };
    expect(deliveryOf(record, 'trainer', reads, NOW).dueAt).toBe(NOW + 60_000);
  });
});
