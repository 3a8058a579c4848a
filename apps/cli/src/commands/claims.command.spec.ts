import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claimsCommand } from './claims.command';

describe('trademaster claims', () => {
  const folder = mkdtempSync(join(tmpdir(), 'claims-'));
  const file = (name: string, content: string): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const said: string[] = [];
  const screen = { out: (text: string) => void said.push(text), err: () => undefined };
  afterEach(() => said.splice(0));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('given facts and a text, prints one array of claims and ends well whatever it finds', () => {
    const facts = file('facts.json', '{"metrics":{"sharpe":0.84}}');
    const text = file('text.txt', 'The Sharpe ratio is 0.9.');
    expect(claimsCommand({ facts, text, json: true }, screen)).toBe(0);
    expect(JSON.parse(said.join(''))).toEqual([
      { text: '0.9', start: 20, value: 0.9, unit: 'number', status: 'contradicted', path: 'metrics.sharpe' },
    ]);
  });

  it.each([
    ['which is not there', 'no.json'],
    ['which is not JSON', 'broken.json'],
  ])('given a file of facts %s, refuses and names the option', (_what, name) => {
    file('broken.json', '{');
    const text = file('text.txt', '1');
    expect(() => claimsCommand({ facts: join(folder, name), text }, screen)).toThrow(
      expect.objectContaining({ code: 'request_invalid', field: 'facts' }),
    );
  });
});
