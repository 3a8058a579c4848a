import { sha256Hex } from '@trademaster/contracts';
import { decodeBars, encodeBars } from '@trademaster/engine';
import { again, type Checks, stored, storedEvent } from '../check';
import type { Evidence } from '../evidence';

export function request(evidence: Evidence): Checks {
  return storedEvent(evidence, 'symbol.requested');
}

/** The bars, and what symbol-resolver said about them and about the request. */
export async function* snapshot(evidence: Evidence): Checks {
  yield* stored(evidence, 'bars.json');
  yield* storedEvent(evidence, 'symbol.resolved');
  const run = await evidence.context();
  const bars = decodeBars(await evidence.get(run.bars.artifact));
  yield again('bars.json', run.bars.artifact.sha256, sha256Hex(encodeBars(bars)));
  const { count, first_date, last_date } = run.bars;
  const span = { count: bars.length, first_date: bars[0]?.date, last_date: bars.at(-1)?.date };
  yield again('span of the bars', { count, first_date, last_date }, span);
  const asked = (await evidence.event('symbol.requested')).data;
  const carried = Object.keys(asked).map((name) => [name, run[name as keyof typeof run]]);
  yield again('request within symbol.resolved', asked, Object.fromEntries(carried));
}
