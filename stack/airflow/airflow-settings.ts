import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../paths';

export const AIRFLOW_USER = 'admin';

/** Drawn once per home and kept, so that logins and tokens outlive a restart. */
export interface AirflowSecrets {
  password: string;
  jwt: string;
  session: string;
  fernet: string;
}

export interface AirflowSettings {
  /** AIRFLOW_HOME: secrets, task logs. */
  home: string;
  port: number;
  /** `postgres://…` of a database that is Airflow's alone. */
  databaseUrl: string;
  /** KAFKA_BROKERS, MLFLOW_TRACKING_URI, WEBUI_BASE_URL. */
  pipeline: Record<string, string>;
  secrets: AirflowSecrets;
}

/** Reads the home's secrets, or draws them. */
export function secretsOf(home: string): AirflowSecrets {
  const file = join(home, 'secrets.json');
  mkdirSync(home, { recursive: true });
  if (!existsSync(file)) {
    const secret = (bytes: number) => randomBytes(bytes).toString('base64url');
    const drawn = { password: secret(12), jwt: secret(48), session: secret(24), fernet: fernetKey() };
    writeFileSync(file, JSON.stringify(drawn), { mode: 0o600 });
  }
  return JSON.parse(readFileSync(file, 'utf8')) as AirflowSecrets;
}

/** 32 bytes in padded URL-safe base64. */
function fernetKey(): string {
  return randomBytes(32).toString('base64').replaceAll('+', '-').replaceAll('/', '_');
}

/** The file that Airflow's simple login reads its passwords from. */
export function writePasswords(home: string, { password }: AirflowSecrets): string {
  const file = join(home, 'passwords.json');
  writeFileSync(file, JSON.stringify({ [AIRFLOW_USER]: password }), { mode: 0o600 });
  return file;
}

/** The environment of every Airflow process: loopback only, at most four tasks at a time, our DAG and nothing else. */
export function airflowEnvironment({
  home,
  port,
  databaseUrl,
  pipeline,
  secrets,
}: AirflowSettings): Record<string, string> {
  const url = `http://127.0.0.1:${port}`;
  const kafka = { 'bootstrap.servers': pipeline.KAFKA_BROKERS };
  const section = (name: string, values: Record<string, string | number>) =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [`AIRFLOW__${name}__${key}`, String(value)]));
  return {
    MLFLOW_TRACKING_URI: pipeline.MLFLOW_TRACKING_URI as string,
    WEBUI_BASE_URL: pipeline.WEBUI_BASE_URL as string,
    AIRFLOW_HOME: home,
    AIRFLOW_CONN_KAFKA_DEFAULT: JSON.stringify({ conn_type: 'kafka', extra: kafka }),
    PYTHONDONTWRITEBYTECODE: '1',
    ...section('CORE', {
      DAGS_FOLDER: join(PROJECT_ROOT, 'airflow', 'dags'),
      PLUGINS_FOLDER: join(PROJECT_ROOT, 'airflow', 'plugins'),
      EXECUTOR: 'LocalExecutor',
      PARALLELISM: 4,
      LOAD_EXAMPLES: 'False',
      DAGS_ARE_PAUSED_AT_CREATION: 'False',
      EXECUTION_API_SERVER_URL: `${url}/execution/`,
      FERNET_KEY: secrets.fernet,
      SIMPLE_AUTH_MANAGER_USERS: `${AIRFLOW_USER}:admin`,
      SIMPLE_AUTH_MANAGER_PASSWORDS_FILE: writePasswords(home, secrets),
    }),
    ...section('DATABASE', {
      SQL_ALCHEMY_CONN: databaseUrl.replace(/^postgres(ql)?:/, 'postgresql+psycopg2:'),
      SQL_ALCHEMY_CONN_ASYNC: databaseUrl.replace(/^postgres(ql)?:/, 'postgresql+asyncpg:'),
    }),
    ...section('API', { HOST: '127.0.0.1', PORT: port, BASE_URL: url, WORKERS: 1, SECRET_KEY: secrets.session }),
    ...section('API_AUTH', { JWT_SECRET: secrets.jwt }),
    ...section('LOGGING', { BASE_LOG_FOLDER: join(home, 'logs') }),
    ...section('DAG_PROCESSOR', { REFRESH_INTERVAL: 60, MIN_FILE_PROCESS_INTERVAL: 300, PARSING_PROCESSES: 1 }),
    ...section('USAGE_DATA_COLLECTION', { ENABLED: 'False' }),
  };
}
