import { Variable } from '@trademaster/environment';

/** What Airflow's DAG and `npm run airflow` read beyond the defaults of requests, which are those of the symbol-resolver. */
export class AirflowEnvironment {
  @Variable('Cron expression of the DAG', { otherwise: 'none: runs are triggered' })
  TRADEMASTER_AUTOGEN_SCHEDULE?: string;

  @Variable('DAG runs at the same time', { default: '32' })
  TRADEMASTER_AUTOGEN_MAX_ACTIVE_RUNS?: string;

  @Variable('PostgreSQL on which npm run airflow makes a database for Airflow', { otherwise: "the stack's own" })
  AIRFLOW_DATABASE_SERVER?: string;
}
