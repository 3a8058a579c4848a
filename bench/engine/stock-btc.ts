import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Bar,
  createRandom,
  pandasFloat,
  portableExp,
  TRADEMASTER_FEATURES,
  trademasterFeatures,
} from '../../libs/engine/src';

/** Rows of TradeMaster's features, for training and for validation, and where they are from. */
export interface StockBtc {
  train: number[][];
  validation: number[][];
  bars: Bar[];
  source: string;
}

/** Real prices are not part of the project: BENCH_BTC names their folder, else it is looked for beside the checkout. */
const FOLDER = process.env.BENCH_BTC ?? join(__dirname, '../../../..', 'shared/data/BTC');
/** Rows of the real files. */
const [TRAIN_ROWS, VALIDATION_ROWS, ALL_BARS] = [900, 200, 2990];

/** BTC where it is, else simulated prices of the same size, and `source` says so. */
export function stockBtc(): StockBtc {
  if (existsSync(join(FOLDER, 'train.csv'))) {
    const [train, validation] = [featureRows('train.csv'), featureRows('valid.csv')];
    return { train, validation, bars: dailyBars('data.csv'), source: 'BTC' };
  }
  const bars = simulatedBars(ALL_BARS);
  const rows = trademasterFeatures(bars);
  return {
    train: rows.slice(0, TRAIN_ROWS),
    validation: rows.slice(TRAIN_ROWS, TRAIN_ROWS + VALIDATION_ROWS),
    bars,
    source: 'simulated prices of the same size: no BTC beside the checkout, BENCH_BTC names no folder of it',
  };
}

function table(name: string): { header: string[]; lines: string[][] } {
  const [header, ...lines] = readFileSync(join(FOLDER, name), 'utf8').trim().split('\n');
  return { header: (header as string).split(','), lines: lines.map((line) => line.split(',')) };
}

function featureRows(name: string): number[][] {
  const { header, lines } = table(name);
  const columns = TRADEMASTER_FEATURES.map((feature) => header.indexOf(feature));
  return lines.map((cells) => columns.map((column) => pandasFloat(cells[column] as string)));
}

function dailyBars(name: string): Bar[] {
  const { header, lines } = table(name);
  return lines.map((cells) => {
    const cell = (column: string) => cells[header.indexOf(column)] as string;
    const [open, high, low, close] = ['open', 'high', 'low', 'close'].map((price) => Number(cell(price)));
    return { date: cell('date').slice(0, 10), open, high, low, close } as Bar;
  });
}

/** Daily bars of a random walk. */
export function simulatedBars(count: number): Bar[] {
  const random = createRandom(1);
  let close = 100;
  return Array.from({ length: count }, (_, day) => {
    const open = close;
    close *= portableExp(0.02 * random.normal());
    const [high, low] = [Math.max(open, close) * 1.003, Math.min(open, close) * 0.997];
    const date = new Date(Date.UTC(1000, 0, 1 + day)).toISOString().slice(0, 10);
    return { date, open, high, low, close };
  });
}
