import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backtestCommand } from './backtest.command';

const fixtures = join(__dirname, '../../../../libs/engine/src/trademaster/fixtures');
const folder = mkdtempSync(join(tmpdir(), 'backtest-'));
const file = (name: string, content: unknown): string => {
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  return join(folder, name);
};
const said: string[] = [];
const noted: string[] = [];
const screen = { out: (text: string) => void said.push(text), err: (text: string) => void noted.push(text) };
const backtest = (data: string, actions: unknown) => {
  const options = { profile: 'trademaster', data, actions: file('actions.json', actions), json: true };
  expect(backtestCommand(options, screen)).toBe(0);
  return JSON.parse(said.join('')) as { reward: number[]; asset: number[]; metrics: Record<string, number> };
};

interface Golden {
  splits: Record<string, { runs: { name: string; actions: number[]; [array: string]: unknown }[] }>;
}

describe('trademaster backtest', () => {
  afterEach(() => {
    said.splice(0);
    noted.splice(0);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const { splits } = JSON.parse(readFileSync(join(fixtures, 'SIMA.json'), 'utf8')) as Golden;
  it.each(['train', 'valid', 'test'])(
    'given SIMA %s, when its recorded actions are played, then it prints the recorded numbers',
    (split) => {
      for (const { actions, reward, cash, hold, asset, metrics } of splits[split]!.runs) {
        const got = backtest(join(fixtures, `SIMA_${split}.csv`), actions);
        expect(got).toEqual(JSON.parse(JSON.stringify({ reward, cash, hold, asset, metrics })));
        said.splice(0);
      }
      expect(noted).toEqual([]);
    },
  );

  it('given bars without features, when played, then they are computed: as on the file that has them', () => {
    const bars = join(fixtures, 'SIMA.csv'); // 900 bars; the train split begins with its 31st
    const actions = Array.from({ length: 500 }, (_, i) => (i * 7) % 3);
    const computed = backtest(bars, actions);
    said.splice(0);
    expect(computed).toEqual(backtest(join(fixtures, 'SIMA_train.csv'), actions));
    expect(noted).toEqual([
      "note: 500 of the episode's 860 calls were played",
      "note: 500 of the episode's 599 calls were played",
    ]);
  });

  const header = 'date,open,high,low,close';
  const line = (i: number) => `2020-01-${i},1,1,1,1`;
  const lines = (count: number) => Array.from({ length: count }, (_, i) => line(i + 1));
  it.each([
    [
      'a column that is missing',
      [header.replace('close', 'last'), ...lines(50)],
      [1],
      'data.close',
      'no column "close"',
    ],
    ['a cell that is no number', [header, ...lines(40), '2020-01-41,1,1,x,1'], [1], 'data.low', 'line 42: low is "x"'],
    ['a price that is not positive', [header, ...lines(40), '2020-01-41,1,1,1,0'], [1], 'data.close', 'close is "0"'],
    ['too few rows', [header, ...lines(33)], [1], 'data', '3 rows, at least 12 are needed'],
    ['an action that is none', [header, ...lines(50)], [1, 3], 'actions.1', 'action 1 is 3, must be 0, 1 or 2'],
    ['an action that is text', [header, ...lines(50)], ['1'], 'actions.0', 'action 0 is "1"'],
    ['more actions than the episode has', [header, ...lines(50)], new Array(11).fill(1), 'actions', 'an episode of 10'],
    ['no actions', [header, ...lines(50)], [], 'actions', 'no actions'],
    ['actions that are no array', [header, ...lines(50)], { a: 1 }, 'actions', 'must be a JSON array'],
    ['actions that are no JSON', [header, ...lines(50)], '[1', 'actions', 'is not JSON'],
  ])('given %s, when played, then the error names it', (_what, csv, actions, field, message) => {
    const play = () => backtest(file('data.csv', csv.join('\n')), actions);
    expect(play).toThrow(expect.objectContaining({ field, message: expect.stringContaining(message) }));
  });

  it('given rows to learn from, when played, then each seed’s agent decides, and the spread is said', () => {
    const [train, validation, data] = ['SIMA_valid.csv', 'SIMA_valid.csv', 'SIMA_test.csv'].map((name) =>
      join(fixtures, name),
    ) as [string, string, string];
    const options = { profile: 'trademaster', data, train, validation, seeds: '7,8', json: true };
    expect(backtestCommand(options, screen)).toBe(0);
    const { seeds, spread } = JSON.parse(said.splice(0).join('')) as {
      seeds: { seed: number; actions: number[]; metrics: { tr: number } }[];
      spread: Record<string, number>;
    };
    expect(seeds.map(({ seed }) => seed)).toEqual([7, 8]);
    for (const { actions, metrics } of seeds) {
      expect(backtest(data, actions).metrics).toEqual(metrics);
      said.splice(0);
    }
    expect(spread.tr_median).toBeCloseTo(((seeds[0]?.metrics.tr ?? NaN) + (seeds[1]?.metrics.tr ?? NaN)) / 2, 12);
    expect(noted.filter((line) => line.startsWith('seed '))).toHaveLength(2);
  });

  it.each([
    ['neither actions nor rows to learn from', {}, 'actions'],
    ['both', { actions: 'a.json', train: 'a.csv', validation: 'b.csv' }, 'actions'],
    ['rows to learn from alone', { train: 'a.csv' }, 'validation'],
  ])('given %s, when called, then it says what to give', (_what, files, field) => {
    const call = () => backtestCommand({ profile: 'trademaster', data: 'd.csv', ...files }, screen);
    expect(call).toThrow(expect.objectContaining({ field, message: expect.stringContaining('give either --actions') }));
  });

  it.each(['', '1,', '1.5', '4294967296'])('given the seeds "%s", when called, then the error names them', (seeds) => {
    const data = join(fixtures, 'SIMA_test.csv');
    const call = () => backtestCommand({ profile: 'trademaster', data, train: data, validation: data, seeds }, screen);
    expect(call).toThrow(expect.objectContaining({ code: 'request_invalid', field: 'seeds' }));
  });

  it.each([
    ['data', { data: join(folder, 'nowhere.csv') }],
    ['profile', { profile: 'realistic' }],
  ])('given a %s that there is not, when called, then the error names the option', (field, change) => {
    const data = file('data.csv', header);
    const options = { profile: 'trademaster', data, actions: file('actions.json', [1]), ...change };
    expect(() => backtestCommand(options, screen)).toThrow(expect.objectContaining({ code: 'request_invalid', field }));
  });
});
