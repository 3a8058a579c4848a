import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { pingKafka } from '@trademaster/messaging';
import { Client } from 'pg';
import { isRunning } from '../processes/process-identity';
import { startTemporaryInfra } from './temporary-infra';

describe('temporary infrastructure', () => {
  it('given a second one beside that of the tests, when started and stopped, then it answers, is another, and leaves nothing', async () => {
    const infra = await startTemporaryInfra(() => undefined);
    const { KAFKA_BROKERS = '', DATABASE_URL, MLFLOW_TRACKING_URI, STACK_PYTHON = '' } = infra.env;
    try {
      expect(KAFKA_BROKERS).not.toBe(process.env.KAFKA_BROKERS);
      await pingKafka([KAFKA_BROKERS]);
      expect((await fetch(`${MLFLOW_TRACKING_URI}/health`)).status).toBe(200);
      const client = new Client({ connectionString: DATABASE_URL });
      await client.connect();
      expect((await client.query('SELECT current_database() AS name')).rows).toEqual([{ name: 'trademaster' }]);
      await client.end();
      const imports = execFileSync(STACK_PYTHON, ['-c', 'import onnx, onnxruntime; print("both")'], {
        encoding: 'utf8',
      });
      expect(imports.trim()).toBe('both');
    } finally {
      await infra.stop();
    }
    expect(infra.processes).toHaveLength(3);
    expect(infra.processes.filter((process) => isRunning(process.identity))).toEqual([]);
    expect(existsSync(infra.dataDir)).toBe(false);
  }, 300_000);
});
