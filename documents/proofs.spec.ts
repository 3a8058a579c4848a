import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../stack/paths';
import { IN_OTHER_WORDS, PROOFS } from './proofs';
import { addressesIn, commandsIn } from './said';

const textOf = (path: string) => readFileSync(join(PROJECT_ROOT, path), 'utf8');
const pages = readdirSync(join(PROJECT_ROOT, 'docs'))
  .filter((name) => name.endsWith('.md'))
  .map((name) => `docs/${name}`);
const said = new Set(
  ['README.md', ...pages].map(textOf).flatMap((text) => [...commandsIn(text), ...addressesIn(text)]),
);
const proofs = [
  ...PROOFS.flatMap(({ test, shows }) => shows.map((text) => ({ test, shows: text, by: text }))),
  ...IN_OTHER_WORDS,
];

describe('every command and address of README and docs', () => {
  it('given the pages, when read, then each is executed by a test, once, and none of the tests is for what no page says', () => {
    const shown = proofs.map(({ shows }) => shows);
    expect(said.size).toBeGreaterThan(50);
    expect([...said].filter((text) => !shown.includes(text))).toEqual([]);
    expect(shown.filter((text) => !said.has(text))).toEqual([]);
    expect(shown.filter((text, index) => shown.indexOf(text) !== index)).toEqual([]);
  });

  it('given the tests, when looked up, then they are there and have the words', () => {
    const missing = proofs.filter(
      ({ test, by }) => !existsSync(join(PROJECT_ROOT, test)) || !textOf(test).includes(by),
    );
    expect(missing).toEqual([]);
  });

  it('given a page, when read, then lines of its shell blocks and its inline code are found, whole and without comments', () => {
    const page = [
      'Text with `npm run lint`, `npm`, `x.ts`, <https://a.example/b>, `/health/live` and `GET /api/x/`.',
      '```bash',
      "A='b c' npm start   # and more",
      'KAFKA_BROKERS=k:1 \\\n  npm start',
      '```',
      '```text',
      'npm run nothing',
      '```',
    ].join('\n');
    expect(commandsIn(page)).toEqual(["A='b c' npm start", 'KAFKA_BROKERS=k:1 npm start', 'npm run lint']);
    expect(addressesIn(page)).toEqual(['https://a.example/b', '/health/live', 'GET /api/x/']);
  });
});
