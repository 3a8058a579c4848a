import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../stack/paths';
import { allVariables, configurationPage } from './configuration';

/** Of the machine or of other tools, not ours to describe. */
const NOT_OURS = ['LOGNAME', 'PATH', 'PLAYWRIGHT_BROWSERS_PATH', 'USER', 'USERNAME'];
/** What tests say to what they start. */
const FOR_TESTS = ['STACK_PYTHON'];
const ROOMS = ['apps', 'libs', 'stack', 'bin'];

const declared = new Set(allVariables().map(({ name }) => name));

/** Names of variables that our programs read by hand: `env.NAME`, `environment['NAME']`. */
function readByHand(): string[] {
  const files = ROOMS.flatMap((room) =>
    readdirSync(join(PROJECT_ROOT, room), { recursive: true, encoding: 'utf8' }).map((file) => join(room, file)),
  ).filter((path) => /\.(ts|cjs)$/.test(path) && !/spec\.ts$|node_modules/.test(path));
  const text = files.map((path) => readFileSync(join(PROJECT_ROOT, path), 'utf8')).join('\n');
  return [...text.matchAll(/\b(?:env|environment)(?:\.|\[')([A-Z][A-Z0-9_]+)/g)].map(([, name]) => name as string);
}

describe('the environment variables', () => {
  it('given the source, when it is searched for what it reads by hand, then each is declared', () => {
    const read = new Set(readByHand());
    expect(read).toContain('KAFKA_BROKERS'); // stack's
    expect([...read].filter((name) => ![...declared, ...NOT_OURS, ...FOR_TESTS].includes(name))).toEqual([]);
  });

  it('given a declared variable, when the page is made, then it has its meaning and its default', () => {
    const [row] = configurationPage()
      .split('\n')
      .filter((line) => line.includes('`KAFKA_BROKERS`'));
    expect(row).toMatch(/^\| `KAFKA_BROKERS` \| Kafka: .+ \| `127\.0\.0\.1:9092` \|$/);
  });
});
