import { Kafka, type Message, type ProducerBatch } from 'kafkajs';
import { DETOUR, DETOUR_SHARE, EVENT_TOPICS, SENT_AT, TO } from './detour-topic';

/**
 * Loaded into each service of a campaign before its own code (`node --require`). A share of the events that it publishes
 * goes on a detour: Kafka has them, but on another topic, from where LateDelivery brings them to their own one later,
 * behind what was published after them.
 */
const makeProducer = Reflect.get(Kafka.prototype, 'producer');

Kafka.prototype.producer = function (this: Kafka, config) {
  const producer = makeProducer.call(this, config);
  const sendBatch = (batch: ProducerBatch) =>
    producer.sendBatch({ ...batch, topicMessages: batch.topicMessages?.map(onItsWay) ?? [] });
  return { ...producer, sendBatch };
};

function onItsWay({ topic, messages }: { topic: string; messages: Message[] }) {
  if (!EVENT_TOPICS.test(topic) || Math.random() >= DETOUR_SHARE) return { topic, messages };
  const marks = { [TO]: topic, [SENT_AT]: String(Date.now()) };
  return {
    topic: DETOUR,
    messages: messages.map((message) => ({ ...message, headers: { ...message.headers, ...marks } })),
  };
}
