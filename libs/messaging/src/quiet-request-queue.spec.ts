import RequestQueue from 'kafkajs/src/network/requestQueue';
import './kafka-client';

describe('requests to Kafka that wait to be sent', () => {
  let queue: RequestQueue;
  const sent: number[] = [];
  const push = (correlationId: number) =>
    queue.push({
      entry: { correlationId },
      expectResponse: true,
      sendRequest: () => void sent.push(correlationId),
    });
  beforeEach(() => {
    jest.useFakeTimers();
    sent.length = 0;
    queue = new RequestQueue({
      maxInFlightRequests: null,
      requestTimeout: 1000,
      enforceRequestTimeout: false,
      clientId: 'test',
      broker: 'b',
      logger: { debug: () => undefined },
    });
  });
  afterEach(() => jest.useRealTimers());

  it('given none waits, when looked for, then nobody looks again', () => {
    push(1);
    queue.checkPendingRequests();
    expect(sent).toEqual([1]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('given Kafka asks for a pause, when requests come, then they are sent after it, in their order', () => {
    queue.maybeThrottle(200);
    push(1);
    push(2);
    jest.advanceTimersByTime(199);
    expect(sent).toEqual([]);
    jest.advanceTimersByTime(20);
    expect(sent).toEqual([1, 2]);
    expect(jest.getTimerCount()).toBe(0);
  });
});
