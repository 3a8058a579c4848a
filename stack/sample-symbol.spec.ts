import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolveRunConfig, SAMPLE_CONFIG, SAMPLE_SYMBOL, sha256Hex } from '@trademaster/contracts';
import { encodeBars, encodeOnnx, settingsFrom, trainMember } from '@trademaster/engine';
import { marketDataSource } from '@trademaster/market-data';

describe('the sample symbol', () => {
  it('given its bars, when its model is trained on any machine, then the bytes are those of the README', async () => {
    const config = resolveRunConfig({ from: 'link', config: SAMPLE_CONFIG });
    const { calendar, seed, lookback_bars: lookbackBars } = config.data;
    const asOf = new Date(`${config.as_of}T24:00:00Z`); // a date means its end
    const { bars } = await marketDataSource('simulated').bars({
      ticker: SAMPLE_SYMBOL,
      seed,
      calendar,
      asOf,
      lookbackBars,
    });
    const settings = settingsFrom({ ...config, calendar });

    const model = sha256Hex(encodeOnnx(config.training.seeds.map((member) => trainMember(bars, settings, member))));

    // Recorded on Node 24.21, x64; it may change with engineVersion only.
    expect(model).toBe('73ce8375a2405ef3b9985154ff75ef91bf2c9338843ca423d3db94f32c3109be');
    const readme = readFileSync(join(__dirname, '../README.md'), 'utf8');
    expect(readme).toContain(sha256Hex(encodeBars(bars)));
    expect(readme).toContain(`model         sha256 ${model}`);
  });
});
