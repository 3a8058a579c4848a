import { type Stage, STAGES } from '@trademaster/contracts';
import { eventually } from '@trademaster/testkit';
import { Kafka, logLevel } from 'kafkajs';
import { positionsOf } from '../../chaos/checker/group-positions';

/** Waits until every stage, or each of some, has committed everything on its topics, its retry topics included. */
export async function drained(brokers: string[], stages: readonly Stage[] = STAGES): Promise<void> {
  const admin = new Kafka({ brokers, clientId: 'e2e-lag', logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    for (const stage of stages) {
      await eventually(
        `${stage} has read everything`,
        async () => {
          const positions = await positionsOf(admin, `trademaster-${stage}`);
          return positions.every(({ offset, low, high }) => Math.max(offset, low) >= high);
        },
        120_000,
      );
    }
  } finally {
    await admin.disconnect();
  }
}
