import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { CliConfig } from '../apps/cli/src/cli.config';
import { runProgram } from '../apps/cli/src/program';
import { PROJECT_ROOT } from '../stack/paths';
import { allVariables, variablesOfService } from './configuration';

const PAGES = [
  'README.md',
  ...readdirSync(join(PROJECT_ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const textOf = (path: string) => readFileSync(join(PROJECT_ROOT, path), 'utf8');
const scripts = Object.keys((JSON.parse(textOf('package.json')) as { scripts: object }).scripts);

/** Everything in a page that a pattern's first group finds, once. */
const found = (path: string, pattern: RegExp): string[] => [
  ...new Set([...textOf(path).matchAll(pattern)].map(([, text = '']) => text)),
];

async function helpOf(...args: string[]): Promise<string> {
  const lines: string[] = [];
  const screen = { out: (text: string) => void lines.push(text), err: (text: string) => void lines.push(text) };
  await runProgram([...args, '--help'], new CliConfig({}), screen);
  return lines.join('\n');
}

describe.each(PAGES)('%s', (page) => {
  it('given its links into the checkout, when followed, then something is there', () => {
    const links = found(page, /\]\((?!https?:|#)([^)#]+)/g);
    expect(links.filter((link) => !existsSync(join(PROJECT_ROOT, dirname(page), link)))).toEqual([]);
  });

  it('given its npm commands, when looked up, then the scripts exist', () => {
    const named = [...found(page, /npm run (?:-s |--silent )?([a-z:]+)/g), ...found(page, /npm (start|test)\b/g)];
    expect(named.filter((script) => !scripts.includes(script))).toEqual([]);
  });

  it('given its trademaster commands, when looked up, then they and their options exist', async () => {
    const help = await helpOf();
    for (const [, command = '', rest = ''] of textOf(page).matchAll(
      /(?:npx trademaster|--rm cli) ([a-z]+)([^`\n]*)/g,
    )) {
      expect(help).toMatch(new RegExp(`^  ${command}\\b`, 'm'));
      const [subcommand = ''] = /^ ([a-z]+)/.exec(rest)?.slice(1) ?? [];
      const own = await helpOf(command);
      const options = new RegExp(`^  ${subcommand}\\b`, 'm').test(own) ? await helpOf(command, subcommand) : own;
      for (const [option] of rest.matchAll(/--[a-z-]+/g)) expect(options).toContain(option);
    }
  });

  it('given the variables that it sets or names, when looked up, then somebody reads them', () => {
    const declared = allVariables().map(({ name }) => name);
    const named = found(
      page,
      /\b((?:KAFKA|MLFLOW|WEBUI|OPENAI|TRADEMASTER_AUTOGEN|TRAINER|REVIEW|RETRY|HANDLER|DATABASE)_[A-Z_]*[A-Z])\b/g,
    );
    expect(named.filter((name) => !declared.includes(name))).toEqual([]);
  });
});

describe('the Kubernetes example', () => {
  it('given its variables and probes, when read, then the trainer reads them and serves them on its port', () => {
    const [, yaml = ''] = /```yaml\n([\s\S]*?)```/.exec(textOf('docs/scaling.md')) ?? [];
    const deployment = parse(yaml) as {
      spec: { template: { spec: { containers: { env: { name: string }[]; readinessProbe: unknown }[] } } };
    };
    const [container] = deployment.spec.template.spec.containers;
    const known = variablesOfService('trainer').map(({ name }) => name);
    expect(container?.env.map(({ name }) => name).filter((name) => !known.includes(name))).toEqual([]);
    expect(container?.readinessProbe).toEqual({ httpGet: { path: '/health/ready', port: 8080 } });
  });
});
