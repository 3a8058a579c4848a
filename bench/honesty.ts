import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolveRunConfig, sha256Hex, SAMPLE_CONFIG, SAMPLE_SYMBOL } from '@trademaster/contracts';
import { closedAt, encodeOnnx, settingsFrom, trainMember } from '@trademaster/engine';
import { marketDataSource } from '@trademaster/market-data';
import { parity, shortBooks } from '../libs/engine/canaries/books';
import { coverage } from '../libs/engine/canaries/coverage';
import { leaked, power, shuffledBars, shuffledRewards } from '../libs/engine/canaries/edge';
import type { Finding } from '../libs/engine/canaries/finding';
import { leakFindings } from '../libs/engine/canaries/leak-check';
import { family, size } from '../libs/engine/canaries/luck';

const README = join(__dirname, '..', '..', 'README.md');
const SHOWN_HASH = /model\s+sha256 ([0-9a-f]{64})/;

/** From the quickest on, in the sizes that `npm run test:full` has, too; there, coverage draws twice as often. */
const LOOKS: (() => Finding[] | Promise<Finding[]>)[] = [
  () => [shortBooks(50)],
  () => [parity(500)],
  () => leakFindings(400),
  async () => [await sameHash()],
  () => [leaked(5)],
  () => [size(200, 3, 17)],
  () => [power(50, 40)],
  () => [shuffledRewards(50)],
  () => [shuffledBars(50)],
  () => [family(200, 10)],
  () => [coverage(500, 1000, 460, 485)],
];

/** The sample's model, trained here and now, has the hash that the README shows. */
async function sameHash(): Promise<Finding> {
  const config = resolveRunConfig({ from: 'config', config: SAMPLE_CONFIG });
  const { calendar, seed, lookback_bars: lookbackBars } = config.data;
  const asOf = new Date(closedAt(config.as_of as string));
  const { bars } = await marketDataSource('simulated').bars({
    ticker: SAMPLE_SYMBOL,
    seed,
    calendar,
    asOf,
    lookbackBars,
  });
  const settings = settingsFrom({ ...config, calendar });
  const got = sha256Hex(encodeOnnx(settings.training.seeds.map((of) => trainMember(bars, settings, of))));
  const expected = SHOWN_HASH.exec(readFileSync(README, 'utf8'))?.[1] ?? 'a hash in the README';
  return { canary: 'same hash: the sample’s model', expected: short(expected), got: short(got), ok: expected === got };
}

function short(hash: string): string {
  return /^[0-9a-f]{64}$/.test(hash) ? `${hash.slice(0, 12)}…` : hash;
}

const WIDTHS = [58, 22, 18];

function line(cells: readonly string[], end: string): string {
  return `${cells.map((cell, i) => cell.padEnd(WIDTHS[i] ?? 0)).join('  ')}  ${end}`;
}

/** `npm run honesty`: what the engine must not be able to do, tried. Exits with 1 when something is not as expected. */
async function main(): Promise<number> {
  const begun = performance.now();
  let wrong = 0;
  console.log(line(['canary', 'expected', 'got'], ''));
  for (const look of LOOKS) {
    for (const { canary, expected, got, ok } of await look()) {
      if (!ok) wrong++;
      console.log(line([canary, expected, got], ok ? '✓' : '✗'));
    }
  }
  const seconds = Math.round((performance.now() - begun) / 1000);
  console.log(wrong === 0 ? `\nall as expected (${seconds} s)` : `\n${wrong} not as expected (${seconds} s)`);
  return wrong === 0 ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
