import { CONTRACT_OF, EVENT_TYPES, parse } from '@trademaster/contracts';
import { exampleEvent, exampleEventData, exampleEvents } from './event-examples';

describe('examples of events', () => {
  it.each(EVENT_TYPES)(
    'given the example of %s, when parsed by its contract, then it is accepted and unchanged',
    (type) => {
      const plain = exampleEventData(type);
      const parsed = parse<object>(CONTRACT_OF[type], plain, { refuseUnknown: type !== 'run.requested' });
      expect(JSON.parse(JSON.stringify(parsed))).toEqual(JSON.parse(JSON.stringify(plain)));
    },
  );

  it('given one example of each type, then the ids differ and every cause is one of them', () => {
    const events = exampleEvents();
    const ids = new Set(events.map(({ id }) => id));
    expect(ids.size).toBe(EVENT_TYPES.length);
    for (const { causationid } of events) if (causationid !== undefined) expect(ids).toContain(causationid);
  });

  it('given another attempt, then it is another event with the same data', () => {
    const [first, second] = [exampleEvent('model.trained'), exampleEvent('model.trained', { attempt: 1 })];
    expect(second.id).not.toBe(first.id);
    expect(second.data).toEqual(first.data);
  });

  it('given an example that a test has changed, when asked again, then it is fresh', () => {
    exampleEventData('symbol.requested').config.training.seeds.push(1);
    expect(exampleEventData('symbol.requested').config.training.seeds).toEqual([11, 23, 47, 71, 97]);
  });
});
