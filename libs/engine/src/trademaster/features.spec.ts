import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TRADEMASTER_FEATURES, trademasterFeatures } from './features';

const fixture = (name: string) => readFileSync(join(__dirname, 'fixtures', name), 'utf8');

describe('TradeMaster features', () => {
  it('given the simulated series, when computed, then rows and column sums are the recorded ones bit for bit', () => {
    const golden = JSON.parse(fixture('SIMA_features.json'));
    const bars = fixture('SIMA.csv')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => {
        const [date, open, high, low, close] = line.split(',');
        return { date: date!, open: +open!, high: +high!, low: +low!, close: +close! };
      });
    const rows = trademasterFeatures(bars);
    expect(golden.columns).toEqual(TRADEMASTER_FEATURES);
    for (const [index, row] of Object.entries(golden.rows))
      expect({ index, row: rows[+index] }).toEqual({ index, row });
  });
});
