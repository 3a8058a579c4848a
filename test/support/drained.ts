import { type Stage, STAGES } from '@trademaster/contracts';
import { eventually } from '@trademaster/testkit';
import { Kafka, logLevel } from 'kafkajs';
import { type Position, positionsOf } from '../../chaos/checker/group-positions';

/** Waits until every stage, or each of some, has committed everything on its topics, its retry topics included. */
export async function drained(brokers: string[], stages: readonly Stage[] = STAGES): Promise<void> {
  const admin = new Kafka({ brokers, clientId: 'e2e-lag', logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    for (const stage of stages) {
      let open: Position[] = [];
      const isDone = async (): Promise<boolean> => {
        const positions = await positionsOf(admin, `trademaster-${stage}`);
        open = positions.filter(({ offset, low, high }) => Math.max(offset, low) < high);
        return open.length === 0;
      };
      await eventually(`${stage} has read everything`, isDone, 120_000).catch((cause: unknown) => {
        throw new Error(`${stage} has not read ${JSON.stringify(open)}`, { cause });
      });
    }
  } finally {
    await admin.disconnect();
  }
}
