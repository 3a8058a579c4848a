import type { Bar } from '../market/bar';
import { barsPerYear } from '../market/calendar';
import { portableLog } from '../numerics/portable-log';
import type { EngineSettings } from '../settings';
import { TradingAccount } from './trading-account';

/** What one step did. */
export interface Step {
  /** Change of log equity from this bar's close to the next one's, net of costs. */
  reward: number;
  /** The account is ruined. */
  terminated: boolean;
  /** The data ended. */
  truncated: boolean;
}

/** Target directions by action index: flat and long, with shorts also short. */
export function actionDirections(allowShort: boolean): readonly number[] {
  return allowShort ? [-1, 0, 1] : [0, 1];
}

/**
 * One episode over bars `fromIndex` … `toIndex`: an action decided on bar N fills at the open of N + 1 and is marked at
 * its close. Rewards add up to log(final / initial equity). Prices are those of `bars`; what the policy may see of them
 * is not the environment's affair (features/).
 */
export class TradingEnvironment {
  account: TradingAccount;
  /** Bar on which the next action is decided. */
  bar: number;
  private readonly annual: number;

  constructor(
    private readonly bars: readonly Bar[],
    private readonly settings: Pick<EngineSettings, 'environment' | 'calendar'>,
    private readonly fromIndex: number,
    private readonly toIndex: number,
  ) {
    this.annual = barsPerYear(settings.calendar);
    this.account = new TradingAccount(settings.environment, this.annual);
    this.bar = fromIndex;
  }

  /** Starts the next episode: flat, equity 1. */
  reset(): void {
    this.account = new TradingAccount(this.settings.environment, this.annual);
    this.bar = this.fromIndex;
  }

  /** Current target as a direction: −1, 0 or 1. */
  get direction(): number {
    return Math.sign(this.account.position);
  }

  /** Takes a target position (share of equity) for the next bar. Only before the episode has ended. */
  step(target: number): Step {
    this.bar += 1;
    const before = this.account.equity;
    this.account.trade(target, this.bars[this.bar] as Bar);
    const reward = portableLog(this.account.equity / before);
    return { reward, terminated: this.account.ruined, truncated: this.bar >= this.toIndex };
  }
}
