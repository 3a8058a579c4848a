import { FIRST_FEATURE_ROW, pandasFloat, TRADEMASTER_FEATURES, trademasterFeatures } from '@trademaster/engine';
import { PipelineError } from '@trademaster/errors';
import { CsvError, parse } from 'csv-parse/sync';

const PRICES = ['open', 'high', 'low', 'close'] as const;

/**
 * TradeMaster's 16 features per bar out of a csv text with a header, columns by name. Features that the file has are
 * taken from it, read as pandas reads them; the others are computed from open, high, low and close, which leaves the
 * first 30 bars without. Throws `data_invalid` naming file, line and column.
 */
export function trademasterRows(text: string, file: string): number[][] {
  const { header, lines } = readCells(text, file);
  const given = TRADEMASTER_FEATURES.map((name) => header.indexOf(name));
  const missing = TRADEMASTER_FEATURES.filter((_, feature) => given[feature] === -1);
  const read = (line: string[], row: number, column: number) =>
    numberOf(line[column], `${file} line ${row + 2}`, header[column]);
  if (missing.length === 0) return lines.map((line, row) => given.map((column) => read(line, row, column)));
  const prices = PRICES.map((name) => columnOf(header, name, missing, file));
  const bars = lines.map((line, row) => {
    const [open, high, low, close] = prices.map((column) => read(line, row, column)) as [
      number,
      number,
      number,
      number,
    ];
    return { date: '', open, high, low, close };
  });
  return trademasterFeatures(bars).map((computed, offset) => {
    const row = FIRST_FEATURE_ROW + offset;
    return computed.map((value, feature) => {
      const column = given[feature] as number;
      return column === -1 ? value : read(lines[row] as string[], row, column);
    });
  });
}

function readCells(text: string, file: string): { header: string[]; lines: string[][] } {
  try {
    const [header, ...lines] = parse(text, { bom: true, skip_empty_lines: true, trim: true });
    if (header === undefined) throw new PipelineError('data_invalid', `${file} is empty`, { field: 'data' });
    const twice = header.find((name, at) => name !== '' && header.indexOf(name) !== at);
    if (twice !== undefined) {
      throw new PipelineError('data_invalid', `${file} has two columns "${twice}"`, { field: `data.${twice}` });
    }
    return { header, lines };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new PipelineError('data_invalid', `${file}: ${error.message}`, { field: 'data', cause: error });
  }
}

function columnOf(header: string[], name: string, missing: readonly string[], file: string): number {
  const column = header.indexOf(name);
  if (column !== -1) return column;
  throw new PipelineError(
    'data_invalid',
    `${file} has no column "${name}": it must have ${PRICES.join(', ')} for want of ${missing.join(', ')}`,
    { field: `data.${name}` },
  );
}

function numberOf(cell: string | undefined, place: string, name: string | undefined): number {
  const value = pandasFloat(cell ?? '');
  const isPrice = PRICES.some((price) => price === name);
  if (Number.isFinite(value) && !(isPrice && value <= 0)) return value;
  throw new PipelineError(
    'data_invalid',
    `${place}: ${name} is "${cell}", must be a ${isPrice ? 'positive, ' : ''}finite number`,
    { field: `data.${name}` },
  );
}
