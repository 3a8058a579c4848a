import type { RolledPolicy } from '../agent/roll-policy';
import type { Bar } from '../market/bar';
import type { BarSpan } from '../market/windows';
import { barsPerYear } from '../market/calendar';
import type { EngineSettings } from '../settings';
import { calibrate, type Calibration, type Outcome } from '../statistics/calibration';

/**
 * Compares the ensemble's decisions on a span (index 0 on its first bar, starting flat) with what the targets earned
 * over the next bar's open to the one after, net of the costs of getting there. Reads no bar after the span.
 */
export function calibrateEnsemble(
  bars: readonly Bar[],
  settings: EngineSettings,
  span: BarSpan,
  rolled: RolledPolicy,
): Calibration {
  const members = rolled.votes[0]?.length ?? 0;
  const outcomes: Outcome[] = [];
  for (let t = span.fromIndex; t + 2 <= span.toIndex; t++) {
    const i = t - span.fromIndex;
    const target = rolled.targets[i] as number;
    if (target === 0) continue;
    const before = i === 0 ? 0 : (rolled.targets[i - 1] as number);
    const won = earned(bars[t + 1] as Bar, bars[t + 2] as Bar, before, target, settings) > 0;
    outcomes.push({ votes: Math.round((rolled.agreement[i] as number) * members), won });
  }
  return calibrate(outcomes, members);
}

/** As a fraction of the target's value; closing the old position is paid for, too. */
function earned(fill: Bar, next: Bar, before: number, target: number, settings: EngineSettings): number {
  const { costBps, slippageBps, borrowRate } = settings.environment;
  const side = Math.sign(target);
  const sides = before === target ? 0 : before === 0 ? 1 : 2;
  const borrow = side < 0 ? borrowRate / barsPerYear(settings.calendar) : 0;
  return side * (next.open / fill.open - 1) - (sides * (costBps + slippageBps)) / 10_000 - borrow;
}
