import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { endWithSignals } from '../stack/processes/end-with-signals';
import { type Bench, lineOf } from './figure';

const SUFFIX = '.bench.js';
const VARIABLES =
  '  BENCH_BTC  engine: folder with TradeMaster’s train.csv, valid.csv and data.csv; without, prices are simulated';

/** `npm run bench -- NAME`: prints the figures of `bench/NAME.bench.ts`, one JSON line each, and nothing else. */
async function main([name, ...rest]: string[]): Promise<number> {
  const names = readdirSync(__dirname).flatMap((file) =>
    file.endsWith(SUFFIX) ? [file.slice(0, -SUFFIX.length)] : [],
  );
  if (name === undefined || rest.length > 0 || !names.includes(name)) {
    console.error(`usage: npm run bench -- NAME, where NAME is one of ${names.sort().join(', ')}\n${VARIABLES}`);
    return 2;
  }
  const { bench } = (await import(join(__dirname, `${name}${SUFFIX}`))) as { bench: Bench };
  for await (const figure of bench()) console.log(lineOf({ bench: name, ...figure }));
  return 0;
}

endWithSignals();
main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
