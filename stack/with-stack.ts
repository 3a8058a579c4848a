import { startTemporaryInfra } from './infra/temporary-infra';
import { withServers } from './tests/with-servers';

/**
 * `node dist/stack/with-stack.js -- COMMAND…`: a command with fresh, private Kafka, PostgreSQL and MLflow, and with
 * KAFKA_BROKERS, DATABASE_URL, MLFLOW_TRACKING_URI, STACK_PYTHON, STACK_QUANTSTATS and STACK_AUTOGEN set.
 */
withServers('with-stack', () => startTemporaryInfra((line) => console.error(line)));
