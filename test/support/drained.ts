import { STAGES } from '@trademaster/contracts';
import { eventually } from '@trademaster/testkit';
import { Kafka, logLevel } from 'kafkajs';

/** Waits until every stage has committed everything that is on its topics now. */
export async function drained(brokers: string[]): Promise<void> {
  const admin = new Kafka({ brokers, clientId: 'e2e-lag', logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    for (const stage of STAGES) {
      await eventually(
        `${stage} has read everything`,
        async () => {
          const committed = await admin.fetchOffsets({ groupId: `trademaster-${stage}` });
          const behind = await Promise.all(
            committed.map(async ({ topic, partitions }) => {
              const ends = await admin.fetchTopicOffsets(topic);
              const endOf = (partition: number): number =>
                Number(ends.find((end) => end.partition === partition)?.offset ?? 0);
              return partitions.some(({ partition, offset }) => Math.max(0, Number(offset)) < endOf(partition));
            }),
          );
          return !behind.includes(true);
        },
        120_000,
      );
    }
  } finally {
    await admin.disconnect();
  }
}
