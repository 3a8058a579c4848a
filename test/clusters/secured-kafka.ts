import { join } from 'node:path';
import {
  AclOperationTypes,
  AclPermissionTypes,
  AclResourceTypes,
  Kafka,
  logLevel,
  ResourcePatternTypes,
} from 'kafkajs';
import { STAGES, type Stage } from '@trademaster/contracts';
import { aclsOf, ensureTopics, type KafkaAcl } from '@trademaster/messaging';
import { startKafka } from '../../stack/infra/kafka-broker';
import { freePort } from '../../stack/processes/free-port';
import type { ManagedProcess } from '../../stack/processes/managed-process';
import { provisionToolchain } from '../../stack/provision/toolchain';
import type { Certificate } from './certificate';

/** Who is asked for a password. */
export const PRINCIPALS = [...STAGES, 'webui'] as const;
export type Principal = Stage | 'webui';

const OPERATIONS = {
  read: AclOperationTypes.READ,
  write: AclOperationTypes.WRITE,
  describe: AclOperationTypes.DESCRIBE,
};
const RESOURCES = { topic: AclResourceTypes.TOPIC, group: AclResourceTypes.GROUP };
/** The authorizer's own words about the rule that allowed something. */
const ALLOWED =
  /Allowed operation.+StandardAcl\(resourceType=(\w+), resourceName=([^,]+), .+principal=User:([^,]+), .+operation=(\w+)/g;

/** A broker that speaks TLS with SCRAM-SHA-512 and denies what no rule allows; the other listener may do everything. */
export class SecuredKafka {
  private constructor(
    private readonly process: ManagedProcess,
    /** What services are given: TLS, SCRAM. */
    readonly brokers: string,
    /** What the test itself uses. */
    readonly adminBrokers: string,
  ) {}

  static async start(
    folder: string,
    certificate: Certificate,
    passwordOf: (service: Principal) => string,
  ): Promise<SecuredKafka> {
    const tools = await provisionToolchain({ kafka: true, mlflow: false }, () => undefined);
    const [secured, admin, controllerPort] = [await freePort(), await freePort(), await freePort()];
    const listeners = `SASL_SSL://127.0.0.1:${secured},ADMIN://127.0.0.1:${admin}`;
    const { process } = await startKafka({
      java: tools.java,
      lib: tools.kafkaLib,
      dataDir: join(folder, 'kafka'),
      port: secured,
      controllerPort,
      logFile: join(folder, 'kafka.log'),
      properties: {
        listeners: `${listeners},CONTROLLER://127.0.0.1:${controllerPort}`,
        'advertised.listeners': listeners,
        'listener.security.protocol.map': 'SASL_SSL:SASL_SSL,ADMIN:PLAINTEXT,CONTROLLER:PLAINTEXT',
        'inter.broker.listener.name': 'ADMIN',
        'sasl.enabled.mechanisms': 'SCRAM-SHA-512',
        'listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config':
          'org.apache.kafka.common.security.scram.ScramLoginModule required;',
        'ssl.keystore.type': 'PEM',
        'ssl.keystore.location': certificate.both,
        'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
        'super.users': 'User:ANONYMOUS',
      },
      formatArguments: PRINCIPALS.flatMap((service) => [
        '--add-scram',
        `SCRAM-SHA-512=[name=${service},password=${passwordOf(service)}]`,
      ]),
      loggers: '<Logger name="kafka.authorizer.logger" level="DEBUG"/>',
    });
    const kafka = new SecuredKafka(process, `127.0.0.1:${secured}`, `127.0.0.1:${admin}`);
    await ensureTopics([kafka.adminBrokers]);
    for (const service of PRINCIPALS) await kafka.allow(service, aclsOf(service));
    return kafka;
  }

  private async allow(service: Principal, acls: KafkaAcl[]): Promise<void> {
    const admin = new Kafka({ brokers: [this.adminBrokers], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    await admin.createAcls({
      acl: acls.map(({ resource, name, operation }) => ({
        resourceType: RESOURCES[resource],
        resourceName: name,
        resourcePatternType: ResourcePatternTypes.LITERAL,
        principal: `User:${service}`,
        host: '*',
        operation: OPERATIONS[operation],
        permissionType: AclPermissionTypes.ALLOW,
      })),
    });
    await admin.disconnect();
  }

  /** The rules by which a service was allowed anything so far, as `operation resource name`. */
  usedBy(service: Principal): Set<string> {
    const used = [...this.process.log().matchAll(ALLOWED)].filter(([, , , principal]) => principal === service);
    return new Set(used.map(([, resource, name, , operation]) => `${operation} ${resource} ${name}`.toLowerCase()));
  }

  stop(): Promise<unknown> {
    return this.process.stop();
  }
}
