import { eventIdOf, requestIdOf, uuidV5 } from './event';
import { EVENT_TYPES, eventTypeOf, topicOf } from './event-types';

describe('ids of events', () => {
  it('given the DNS namespace and python.org, when named, then it is the uuid that Python documents for uuid5', () => {
    // https://docs.python.org/3/library/uuid.html#example
    expect(uuidV5('python.org', '6ba7b810-9dad-11d1-80b4-00c04fd430c8')).toBe('886313e1-3b8a-5372-9b90-0c9aee199e5d');
  });

  it('given one cause, when another attempt, type or subject follows from it, then the id is another', () => {
    const ids = new Set([
      eventIdOf('c', 'model.trained', 'BTC', 0),
      eventIdOf('c', 'model.trained', 'BTC', 1),
      eventIdOf('c', 'run.failed', 'BTC', 0),
      eventIdOf('c', 'model.trained', 'ETH', 0),
      eventIdOf('d', 'model.trained', 'BTC', 0),
    ]);
    expect(ids.size).toBe(5);
    expect(eventIdOf('c', 'model.trained', 'BTC', 0)).toBe(eventIdOf('c', 'model.trained', 'BTC', 0));
  });

  it('given parts that only differ in where one ends, when a request id is derived, then the ids differ', () => {
    expect(requestIdOf('/a', 'b', 'c')).not.toBe(requestIdOf('/a', 'bc', ''));
  });

  it('given every event type, when turned into a topic and back, then it is the same', () => {
    for (const type of EVENT_TYPES) expect(eventTypeOf(topicOf(type))).toBe(type);
    expect(eventTypeOf('trademaster.unknown.v1')).toBeUndefined();
  });
});
