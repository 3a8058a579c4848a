import { IsInt, Min } from 'class-validator';
import { Type } from 'class-transformer';
import { readEnvironment, secretsOf, Variable } from '@trademaster/environment';
import { loadServiceConfig } from './service.config';

const DATABASE_URL = 'postgres://app:hunter2!@127.0.0.1:5432/trademaster';

describe('the environment of a service', () => {
  it('given only a database, when read, then the rest is local and retries last a minute', () => {
    expect(loadServiceConfig({ DATABASE_URL })).toMatchObject({
      kafkaBrokers: ['127.0.0.1:9092'],
      host: '127.0.0.1',
      mlflowExperiment: 'trademaster',
      logLevel: 'info',
      kafkaSessionMs: 8000,
      handlerRetryMs: 10_000,
      retryTopicsMs: 630_000,
    });
  });

  it('given real clusters, when read, then they are used', () => {
    const config = loadServiceConfig({
      DATABASE_URL,
      KAFKA_BROKERS: 'kafka-1:9092,kafka-2:9092',
      MLFLOW_TRACKING_URI: 'https://mlflow.example.com',
      WEBUI_BASE_URL: 'http://webui:8080/',
      HEALTH_PORT: '8081',
      PORT: '8080',
      LOG_LEVEL: 'DEBUG',
    });
    expect(config).toMatchObject({
      kafkaBrokers: ['kafka-1:9092', 'kafka-2:9092'],
      mlflowTrackingUri: 'https://mlflow.example.com',
      webuiBaseUrl: 'http://webui:8080',
      port: 8081,
      logLevel: 'debug',
    });
  });

  it.each([
    ['DATABASE_URL', ''],
    ['DATABASE_URL', 'mysql://x'],
    ['KAFKA_BROKERS', 'localhost'],
    ['KAFKA_PARTITIONS', '0'],
    ['MLFLOW_TRACKING_URI', 'file:///runs'],
    ['WEBUI_BASE_URL', 'webui'],
    ['HEALTH_PORT', '80800'],
    ['LOG_LEVEL', 'loud'],
    ['HANDLER_RETRY_SECONDS', '-1'],
  ])('given %s=%s, when read, then the service does not start and the variable is named', (name, value) => {
    const environment = { DATABASE_URL, [name]: value };
    expect(() => loadServiceConfig(environment)).toThrow(
      expect.objectContaining({ code: 'environment_invalid', field: name, message: expect.stringContaining(name) }),
    );
  });

  it('given a bad variable with a secret in it, when refused, then the secret is not said', () => {
    class Environment {
      @Variable('workers') @Type(() => Number) @IsInt() @Min(1) WORKERS: number;
    }
    const environment = { SERVICE_TOKEN: 'swordfish', WORKERS: 'swordfish' };
    const refused = (): unknown => readEnvironment(Environment, environment);
    expect(refused).toThrow(expect.objectContaining({ field: 'WORKERS' }));
    expect(refused).not.toThrow(/swordfish/);
  });

  it('given keys, tokens and URLs with passwords, when asked for secrets, then these are they', () => {
    const environment = {
      OPENAI_API_KEY: 'my-own-key',
      DATABASE_URL,
      HOME: '/home/x',
      MLFLOW_TRACKING_URI: 'http://m',
    };
    expect(secretsOf(environment)).toEqual(expect.arrayContaining(['my-own-key', 'hunter2!']));
    expect(secretsOf(environment)).not.toContain('/home/x');
  });
});
