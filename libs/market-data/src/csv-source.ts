import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { PipelineError } from '@trademaster/errors';
import { closedBars } from './closed-bars';
import type { BarsFound, BarsQuery, MarketDataSource } from './market-data-source';
import { parseCsvBars } from './parse-csv-bars';

/** Bars out of a file, or of `<ticker>.csv` in a folder; the columns are described at parseCsvBars. */
export const csvSource: MarketDataSource = {
  name: 'csv',
  simulated: false,
  adjustment: 'none',
  async bars(query: BarsQuery): Promise<BarsFound> {
    const file = await fileOf(query);
    const text = await readFile(file, 'utf8').catch((cause: unknown) => {
      throw new PipelineError('data_not_found', `${file} cannot be read`, { field: 'config.data.path', cause });
    });
    return closedBars(parseCsvBars(text, file, query.calendar), query);
  },
};

async function fileOf({ path, ticker }: BarsQuery): Promise<string> {
  if (path === undefined) {
    throw new PipelineError('config_invalid', 'config.data.path must name a csv file, or a folder of them', {
      field: 'config.data.path',
    });
  }
  const found = await stat(path).catch((cause: unknown) => {
    throw new PipelineError('data_not_found', `there is no file or folder ${path}`, {
      field: 'config.data.path',
      cause,
    });
  });
  if (!found.isDirectory()) return path;
  if (/[/\\]|^\.+$/.test(ticker)) {
    throw new PipelineError('config_invalid', `config.data.ticker "${ticker}" must be the name of a file`, {
      field: 'config.data.ticker',
    });
  }
  return join(path, `${ticker}.csv`);
}
