import { EXAMPLE_REQUEST, EXAMPLE_RUN_ID, exampleEvent, exampleFailure } from '@trademaster/testkit';
import { receivedOf } from '../test/received-of';
import type { ReceivedMessage } from './received-message';
import { nextRetry, type NextRetry, retryRecordOf } from './retry-topics';
import { waitingRetryIn } from './waiting-retries';

const NOW = Date.parse('2026-11-23T12:34:46Z');
const fault = { failure: exampleFailure({ code: 'mlflow_unavailable', message: 'MLflow is away' }) };

function putAside(headers: object = {}): ReceivedMessage {
  const message = receivedOf(exampleEvent('symbol.resolved'));
  const record = retryRecordOf(message, nextRetry('trainer', 2, 630_000) as NextRetry, fault, NOW);
  return {
    ...message,
    topic: 'trainer-retry-10s',
    headers: { ...record.headers, ...headers },
  };
}

describe('what waits on the retry topics', () => {
  it('given a message that was put aside, then it says which stage waits, for which run, until when and why', () => {
    expect(waitingRetryIn(putAside(), NOW)).toEqual({
      stage: 'trainer',
      runId: EXAMPLE_RUN_ID,
      requestId: EXAMPLE_REQUEST.request_id,
      retry: 3,
      of: 13, // three times 10 s and ten times 60 s within 630 s
      dueAt: '2026-11-23T12:34:56.000Z',
      because: 'mlflow_unavailable: MLflow is away',
    });
  });

  it('given it is due, or no stage put it there, then nothing waits', () => {
    expect(waitingRetryIn(putAside(), NOW + 10_000)).toBeUndefined();
    expect(waitingRetryIn(putAside({ 'kafka_original-topic': undefined }), NOW)).toBeUndefined();
    expect(waitingRetryIn({ ...putAside(), topic: 'other-retry-10s' }, NOW)).toBeUndefined();
  });

  it('given a body that nobody can read, then it still says what its headers do', () => {
    const waiting = waitingRetryIn({ ...putAside(), value: Buffer.from('{') }, NOW);
    expect(waiting).toMatchObject({ stage: 'trainer', runId: EXAMPLE_RUN_ID, retry: 3 });
  });
});
