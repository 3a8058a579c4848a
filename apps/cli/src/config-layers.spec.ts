import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from './config-layers';

describe('the values of --config', () => {
  let cwd: string;
  beforeEach(() => (cwd = mkdtempSync(join(tmpdir(), 'cli-config-'))));
  afterEach(() => rmSync(cwd, { recursive: true, force: true }));

  it('given dotted keys, when read, then they nest; numbers and lists are JSON, dates stay text', () => {
    expect(
      readConfig(
        ['training.epochs=3', 'training.seeds=[1,2]', 'as_of=2021-07-05', 'environment.allow_short=true'],
        cwd,
      ),
    ).toEqual({
      training: { epochs: 3, seeds: [1, 2] },
      as_of: '2021-07-05',
      environment: { allow_short: true },
    });
  });

  it('given a file and keys, when read, then later ones win key by key', () => {
    writeFileSync(join(cwd, 'small.json'), JSON.stringify({ training: { epochs: 3, gamma: 0.5 } }));
    expect(readConfig(['small.json', 'training.epochs=4'], cwd)).toEqual({ training: { epochs: 4, gamma: 0.5 } });
  });

  it('given a value with an equals sign, when read, then only the first one divides', () => {
    expect(readConfig(['data.name=a=b'], cwd)).toEqual({ data: { name: 'a=b' } });
  });

  it('given relative files, when read, then they are absolute from the current folder, and other URIs stay', () => {
    expect(readConfig(['data.path=../data.csv', 'model_uri=models/btc'], cwd)).toEqual({
      data: { path: join(cwd, '../data.csv') },
      model_uri: join(cwd, 'models/btc'),
    });
    expect(readConfig(['model_uri=models:/trademaster-BTC@champion'], cwd)).toEqual({
      model_uri: 'models:/trademaster-BTC@champion',
    });
  });

  it.each([
    ['training.learning_rat=1', 'config.training.learning_rat'],
    ['training.epochs=0', 'config.training.epochs'],
    ['not-a-file.json', 'config'],
    ['data..path=x', 'config'],
  ])('given %s, when read, then it is refused naming %s', (value, field) => {
    expect(() => readConfig([value], cwd)).toThrow(expect.objectContaining({ code: 'config_invalid', field }));
  });

  it('given a file that is not JSON, when read, then it is refused by name', () => {
    writeFileSync(join(cwd, 'broken.json'), '{');
    expect(() => readConfig(['broken.json'], cwd)).toThrow(/broken\.json: the file is not JSON/);
  });

  it('given none, when read, then there is no configuration', () => {
    expect(readConfig([], cwd)).toBeUndefined();
  });
});
