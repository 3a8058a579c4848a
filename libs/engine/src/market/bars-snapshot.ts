import { PipelineError } from '@trademaster/errors';
import { type Bar, checkBars } from './bar';

/** The bytes of a bars snapshot: JSON `{"bars": [{date, open, high, low, close, volume?}]}`, oldest first. */
export function encodeBars(bars: readonly Bar[]): Uint8Array {
  const written = bars.map(({ date, open, high, low, close, volume }) => ({ date, open, high, low, close, volume }));
  return new Uint8Array(Buffer.from(JSON.stringify({ bars: written }), 'utf8'));
}

/** Reads and checks a bars snapshot. Throws `data_invalid`, naming the row where one is at fault. */
export function decodeBars(bytes: Uint8Array): Bar[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch (cause) {
    throw new PipelineError('data_invalid', 'the bars snapshot is not JSON', { field: 'bars', cause });
  }
  const bars = (parsed as { bars?: unknown } | null)?.bars;
  if (!Array.isArray(bars) || !bars.every((bar) => typeof bar === 'object' && bar !== null)) {
    throw new PipelineError('data_invalid', 'the bars snapshot has no list of bars', { field: 'bars' });
  }
  checkBars(bars as Bar[], 1);
  return bars as Bar[];
}
