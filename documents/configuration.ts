import { CliEnvironment } from '../apps/cli/src/cli.config';
import { PersisterEnvironment } from '../apps/persister/src/persister.config';
import { ReviewerEnvironment } from '../apps/reviewer/src/reviewer.config';
import { SymbolResolverEnvironment } from '../apps/symbol-resolver/src/symbol-resolver.config';
import { TrainerEnvironment } from '../apps/trainer/src/trainer.config';
import { WebuiEnvironment } from '../apps/webui/src/webui.config';
import { AirflowEnvironment } from '../stack/airflow/airflow-environment';
import { StackEnvironment } from '../stack/stack-environment';
import type { ServiceName } from '../stack/services/service-names';
import { type DeclaredVariable, variablesOf } from '@trademaster/environment';
import { KafkaSecurityEnvironment } from '@trademaster/messaging';
import { MlflowCredentialsEnvironment } from '@trademaster/mlflow';
import { ServiceEnvironment } from '@trademaster/runtime';

interface Section {
  /** Who reads the variables. */
  title: string;
  contracts: (abstract new (...args: never[]) => object)[];
}

const EVERY_SERVICE = [ServiceEnvironment, KafkaSecurityEnvironment, MlflowCredentialsEnvironment];
const OF_SERVICE: Partial<Record<ServiceName, Section['contracts']>> = {
  'symbol-resolver': [SymbolResolverEnvironment],
  trainer: [TrainerEnvironment],
  reviewer: [ReviewerEnvironment],
  persister: [PersisterEnvironment],
  webui: [WebuiEnvironment],
};
const SECTIONS: Section[] = [
  { title: 'Every service; the addresses also npm start and the command line', contracts: EVERY_SERVICE },
  ...Object.entries(OF_SERVICE).map(([title, contracts]) => ({ title, contracts })),
  { title: 'The command line', contracts: [CliEnvironment] },
  { title: 'npm start and npm test', contracts: [StackEnvironment] },
  { title: 'Airflow', contracts: [AirflowEnvironment] },
];

const HEAD = `# Configuration

Every environment variable: generated from the classes that check them (\`npm run documents\`; npm test fails when this page
differs). An empty variable counts as absent. A bad value stops the process at its start, and the error names the variable.
Values marked *secret* are taken out of every log line, event and error.

A run's own configuration (\`--config key=value\`) is another thing:
[its schema](../libs/contracts/schema/trademaster.run-config.json).
`;

/** The text of docs/configuration.md. */
export function configurationPage(): string {
  return [HEAD, ...SECTIONS.map(sectionText)].join('\n');
}

/** What a service reads: its own variables and those of every service. */
export function variablesOfService(service: ServiceName): DeclaredVariable[] {
  return [...EVERY_SERVICE, ...(OF_SERVICE[service] ?? [])].flatMap(variablesOf);
}

/** Every variable of the project. */
export function allVariables(): DeclaredVariable[] {
  return SECTIONS.flatMap(({ contracts }) => contracts.flatMap(variablesOf));
}

function sectionText({ title, contracts }: Section): string {
  const rows = contracts.flatMap(variablesOf).map(rowText);
  return [`## ${title}`, '', '| variable | meaning | default |', '|---|---|---|', ...rows, ''].join('\n');
}

function rowText({ name, meaning, default: text, otherwise, secret }: DeclaredVariable): string {
  const absent = text === undefined ? (otherwise ?? 'none') : `\`${text}\``;
  return `| \`${name}\` | ${meaning}${secret ? ' (*secret*)' : ''} | ${absent} |`;
}
