import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../stack/paths';
import { configurationPage } from './configuration';
import { asyncApi, eventsPage } from './events';
import { kafkaAclsPage } from './kafka-acls';
import { licencesPage } from './licences';
import { webuiOpenApi } from './openapi';

/** Every generated document: its path in the checkout, and its text. */
export async function documents(): Promise<Map<string, string>> {
  const { version } = JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8')) as { version: string };
  return new Map([
    ['docs/configuration.md', configurationPage()],
    ['docs/events.md', eventsPage()],
    ['docs/kafka-acls.md', kafkaAclsPage()],
    ['docs/licences.md', licencesPage()],
    ['docs/asyncapi.json', json(asyncApi(version))],
    ['docs/openapi.json', json(await webuiOpenApi())],
  ]);
}

function json(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
