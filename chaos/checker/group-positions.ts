import type { Admin } from 'kafkajs';

export interface Position {
  topic: string;
  partition: number;
  /** What the group has committed; -1: never anything. */
  offset: number;
  low: number;
  high: number;
}

/**
 * Where a stage's group stands on the topics it has ever committed on, and on its stage's retry topics: a first message
 * that waits there has no commit yet, and Kafka names only partitions that have.
 */
export async function positionsOf(admin: Admin, groupId: string): Promise<Position[]> {
  const retries = `${groupId.replace(/^trademaster-/, '')}-retry-`;
  const read = (await admin.fetchOffsets({ groupId })).map(({ topic }) => topic);
  const waiting = (await admin.listTopics()).filter((topic) => topic.startsWith(retries));
  const topics = [...new Set([...read, ...waiting])];
  const positions: Position[] = [];
  for (const { topic, partitions } of await admin.fetchOffsets({ groupId, topics })) {
    const ends = await admin.fetchTopicOffsets(topic);
    for (const { partition, low, high } of ends) {
      const committed = partitions.find((one) => one.partition === partition)?.offset ?? '-1';
      positions.push({ topic, partition, offset: Number(committed), low: Number(low), high: Number(high) });
    }
  }
  return positions;
}
