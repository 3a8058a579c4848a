import { DEFAULT_RUN_CONFIG } from '@trademaster/contracts';
import { EngineWorkers } from '@trademaster/decision';
import { settingsFrom } from '@trademaster/engine';
import { stockBtc } from './stock-btc';

/** A process whose one worker thread trains a member with the defaults; tells its parent how much memory it took at most. */
async function main(): Promise<void> {
  const settings = settingsFrom({ ...DEFAULT_RUN_CONFIG, calendar: '24x7' });
  const { bars } = stockBtc();
  const { signal } = new AbortController();
  await new EngineWorkers(1).run({ kind: 'train', bars, settings, seed: 11 }, { signal });
  process.send?.({ maxRssMb: process.resourceUsage().maxRSS / 1024 });
}

void main();
