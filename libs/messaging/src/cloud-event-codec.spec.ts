import { EVENT_TYPES, topicOf } from '@trademaster/contracts';
import { PipelineError } from '@trademaster/errors';
import { exampleEvent, exampleEvents } from '@trademaster/testkit';
import { ACTED_ON, drawnFrom, fuzzedMessages } from '../test/fuzz';
import { receivedOf } from '../test/received-of';
import { attributesOf, decodeEvent, encodeEvent, validateEvent } from './cloud-event-codec';

describe('CloudEvents over Kafka', () => {
  it.each(EVENT_TYPES)('given a %s, when written and read, then it is the same event', (type) => {
    const event = exampleEvent(type);
    const read = validateEvent(decodeEvent(receivedOf(event)));
    expect(JSON.parse(JSON.stringify(read))).toEqual(JSON.parse(JSON.stringify(event)));
  });

  it('given an event, when written, then attributes are ce_ headers, data is JSON and the key is the run', () => {
    // Kafka protocol binding for CloudEvents 1.0.2, section 3.2 (binary content mode)
    const event = exampleEvent('model.trained', {
      attempt: 2,
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    });
    const { key, value, headers } = encodeEvent(event);
    expect(key).toBe(event.key);
    expect(JSON.parse(String(value))).toEqual(event.data);
    expect(headers).toEqual({
      'content-type': 'application/json',
      ce_id: event.id,
      ce_source: event.source,
      ce_specversion: '1.0',
      ce_type: 'trademaster.model.trained.v1',
      ce_subject: 'SIMA',
      ce_time: event.time,
      ce_attempt: '2',
      ce_correlationid: event.correlationid,
      ce_causationid: event.causationid,
      ce_traceparent: event.traceparent,
    });
  });

  it('given a structured event, when read, then it is the event that the binary one is', () => {
    const [event] = exampleEvents();
    if (event === undefined) throw new Error('no example');
    const { data, type, key: _, ...attributes } = event;
    const body = { specversion: '1.0', ...attributes, type: topicOf(type), datacontenttype: 'application/json', data };
    const structured = {
      ...receivedOf(event),
      headers: { 'content-type': 'application/cloudevents+json; charset=UTF-8' },
      value: Buffer.from(JSON.stringify(body)),
    };
    expect(decodeEvent(structured)).toEqual(decodeEvent(receivedOf(event)));
  });

  it('given a requester that says no time, subject and attempt, when read, then the record’s time and the key stand in', () => {
    const bare = receivedOf(exampleEvent('run.requested', { id: 'manual__1', key: 'some-key' }), {
      timestamp: '1795413600000',
    });
    for (const name of ['ce_time', 'ce_subject', 'ce_attempt', 'ce_correlationid']) delete bare.headers[name];
    expect(decodeEvent(bare)).toMatchObject({ time: '2026-11-23T06:00:00.000Z', subject: 'some-key', attempt: 0 });
  });

  const fine = () => receivedOf(exampleEvent('symbol.resolved'));
  it.each([
    ['bytes that are not UTF-8', { ...fine(), value: Buffer.from([0xff, 0xfe]) }],
    ['half an object', { ...fine(), value: Buffer.from('{"run":') }],
    ['no value', { ...fine(), value: null }],
    ['another content type', { ...fine(), headers: { ...fine().headers, 'content-type': 'application/avro' } }],
    ['no id', { ...fine(), headers: { ...fine().headers, ce_id: '' } }],
    ['another specversion', { ...fine(), headers: { ...fine().headers, ce_specversion: '0.3' } }],
    ['the type of another topic', { ...fine(), headers: { ...fine().headers, ce_type: topicOf('model.trained') } }],
    ['a structured event without data', structuredWithoutData()],
  ])('given %s, when read, then it is unreadable', (_, message) => {
    expect(() => decodeEvent(message)).toThrow(
      expect.objectContaining({ code: 'message_unreadable', retryable: false }),
    );
  });

  it('given a request with an unknown mode, when validated, then the request is refused and the field is named', () => {
    const event = exampleEvent('run.requested', { data: { mode: 'guess' as 'both' } });
    expect(() => validateEvent(event)).toThrow(expect.objectContaining({ code: 'request_invalid', field: 'mode' }));
  });

  it('given text that is not Unicode, when validated, then it is refused before a database has to', () => {
    const event = exampleEvent('run.requested', { data: { dag_id: 'half a pair \ud800' } });
    expect(() => validateEvent(event)).toThrow(expect.objectContaining({ code: 'request_invalid', field: 'data' }));
  });

  it.each(['{"__proto__":{"symbol":"SIMA"}}', '{"config":{"data":{"\\u005f_proto__":{"seed":1}}}}'])(
    'given the request %s, when validated, then it is no request for everything, but refused',
    (text) => {
      const event = exampleEvent('run.requested', { data: JSON.parse(text) as object });
      const refusal = { code: 'request_invalid', field: '__proto__' };
      expect(() => validateEvent(event)).toThrow(expect.objectContaining(refusal));
    },
  );

  it('given a thousand fuzzed messages on every topic that a stage reads, when read, then not one of them is taken for an event', () => {
    const taken = fuzzedMessages(1000, ACTED_ON, drawnFrom(11)).filter(({ topic, message }) => {
      const { key, value, headers } = message;
      const bytes = value === null ? null : Buffer.from(value as string);
      const place = { topic, partition: 0, offset: '0', timestamp: '0' };
      const received = { ...place, key: Buffer.from(key as string), value: bytes, headers: headers ?? {} };
      try {
        return validateEvent(decodeEvent(received));
      } catch (error) {
        if (error instanceof PipelineError) return false;
        throw error;
      }
    });
    expect(taken.map(({ topic, how }) => `${how} on ${topic}`)).toEqual([]);
  });

  it('given an unreadable body, when its ids are asked for, then the headers still say them', () => {
    const event = exampleEvent('symbol.resolved', { attempt: 3 });
    const broken = { ...receivedOf(event), value: Buffer.from('nonsense') };
    expect(attributesOf(broken)).toMatchObject({ id: event.id, correlationid: event.correlationid, attempt: '3' });
  });

  function structuredWithoutData() {
    const headers = { 'content-type': 'application/cloudevents+json' };
    return { ...fine(), headers, value: Buffer.from('{"specversion":"1.0","id":"1"}') };
  }
});
