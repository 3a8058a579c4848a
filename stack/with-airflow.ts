import { PipelineWithAirflow } from './airflow/pipeline-with-airflow';
import { withServers } from './tests/with-servers';

/**
 * `node dist/stack/with-airflow.js -- COMMAND…`: a command with fresh, private Kafka, PostgreSQL, MLflow, the six
 * services and Airflow, and with their addresses in its environment. `python` as the command is Airflow's own.
 */
withServers('with-airflow', async () => {
  const pipeline = await PipelineWithAirflow.start((line) => console.error(line));
  return { env: pipeline.env, programs: { python: pipeline.airflow.python }, stop: () => pipeline.stop() };
});
