import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import { IsIn, IsOptional, IsString } from 'class-validator';
import type { SASLOptions } from 'kafkajs';
import { readEnvironment, Variable } from '@trademaster/environment';
import { PipelineError } from '@trademaster/errors';

const MECHANISMS = ['scram-sha-512', 'scram-sha-256', 'plain'] as const;

/** How a client shows a cluster who it is. One process talks to one cluster. */
export class KafkaSecurityEnvironment {
  @Variable('`true`: TLS to the brokers', { default: 'false' })
  @IsIn(['true', 'false'])
  KAFKA_SSL: 'true' | 'false';

  @Variable("File with the authority of the brokers' certificates (PEM)", { otherwise: 'those that Node knows' })
  @IsOptional()
  @IsString()
  KAFKA_SSL_CA_FILE?: string;

  @Variable('File with our own certificate (PEM), for mutual TLS', { otherwise: 'none' })
  @IsOptional()
  @IsString()
  KAFKA_SSL_CERT_FILE?: string;

  @Variable('File with the key of our own certificate (PEM)', { otherwise: 'none' })
  @IsOptional()
  @IsString()
  KAFKA_SSL_KEY_FILE?: string;

  @Variable(`SASL: ${MECHANISMS.join(', ')}`, { default: MECHANISMS[0] })
  @IsIn(MECHANISMS)
  KAFKA_SASL_MECHANISM: (typeof MECHANISMS)[number];

  @Variable('SASL: who we are; given: the password has to be, too', { otherwise: 'no SASL' })
  @IsOptional()
  @IsString()
  KAFKA_SASL_USERNAME?: string;

  @Variable('SASL: the password', { otherwise: 'no SASL', secret: true })
  @IsOptional()
  @IsString()
  KAFKA_SASL_PASSWORD?: string;
}

export interface KafkaSecurity {
  ssl?: ConnectionOptions;
  sasl?: SASLOptions;
}

/** Errors: `environment_invalid` naming the variable, also for a file that cannot be read. */
export function kafkaSecurity(environment: NodeJS.ProcessEnv = process.env): KafkaSecurity {
  const given = readEnvironment(KafkaSecurityEnvironment, environment);
  const sasl = saslOf(given);
  return {
    ...(given.KAFKA_SSL === 'true' ? { ssl: tlsOf(given) } : {}),
    ...(sasl === undefined ? {} : { sasl }),
  };
}

function tlsOf(given: KafkaSecurityEnvironment): ConnectionOptions {
  const read = (name: 'KAFKA_SSL_CA_FILE' | 'KAFKA_SSL_CERT_FILE' | 'KAFKA_SSL_KEY_FILE') =>
    given[name] === undefined ? undefined : fileOf(name, given[name]);
  const [ca, cert, key] = [read('KAFKA_SSL_CA_FILE'), read('KAFKA_SSL_CERT_FILE'), read('KAFKA_SSL_KEY_FILE')];
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
}

function saslOf(given: KafkaSecurityEnvironment): SASLOptions | undefined {
  const { KAFKA_SASL_MECHANISM: mechanism, KAFKA_SASL_USERNAME: username, KAFKA_SASL_PASSWORD: password } = given;
  if (username === undefined && password === undefined) return undefined;
  if (username === undefined) throw missing('KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD');
  if (password === undefined) throw missing('KAFKA_SASL_PASSWORD', 'KAFKA_SASL_USERNAME');
  return { mechanism, username, password };
}

function missing(field: string, because: string): PipelineError {
  return new PipelineError('environment_invalid', `${field} must be set, as ${because} is`, { field });
}

function fileOf(field: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new PipelineError('environment_invalid', `${field}: ${path} cannot be read`, { field, cause });
  }
}
