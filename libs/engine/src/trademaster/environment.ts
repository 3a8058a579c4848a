import { TRADEMASTER_FEATURES } from './features';

/** Numbers of TradeMaster's algorithmic-trading environment; the defaults are its own. */
export interface TrademasterParams {
  /** Cash at the start. */
  initialAmount: number;
  /** Commission as a fraction of the traded value. */
  transactionCost: number;
  /** Rows that an observation shows. */
  backwardDays: number;
  /** Rows ahead that the reward looks. */
  forwardDays: number;
  /** Units that one action buys or sells. */
  maxVolume: number;
  /** Weight of the look-ahead part of the reward. */
  futureWeight: number;
}

export const TRADEMASTER_PARAMS: TrademasterParams = {
  initialAmount: 100_000,
  transactionCost: 0.001,
  backwardDays: 5,
  forwardDays: 5,
  maxVolume: 1,
  futureWeight: 0.2,
};

const CLOSE = TRADEMASTER_FEATURES.indexOf('close');

/** What one call of `step` answers. At the terminal call observation and reward are those of the call before. */
export interface TrademasterStep {
  observation: number[];
  reward: number;
  terminated: boolean;
}

/**
 * TradeMaster's algorithmic-trading environment (commit c1c4838), quirks included, in its order of operations:
 * arrays equal the recorded ones bit for bit. What is wrong in it is listed in docs/engine.md; the profile `realistic`
 * is the one to decide with.
 */
export class TrademasterEnvironment {
  /** 1-based: the current row is `day - 1`. */
  day: number;
  /** Cash, held units and asset value after each step, the start first; profit or loss of each step, 0 first. */
  readonly cash: number[] = [];
  readonly hold: number[] = [];
  readonly asset: number[] = [];
  readonly pnl: number[] = [];
  private lastReward = 0;

  /** `rows`: one per bar, 16 features in the order of TRADEMASTER_FEATURES. */
  constructor(
    private readonly rows: readonly (readonly number[])[],
    private readonly params: TrademasterParams = TRADEMASTER_PARAMS,
  ) {
    this.day = params.backwardDays;
    this.record(params.initialAmount, 0, params.initialAmount, 0);
  }

  /** 82 numbers: per feature the last five rows, oldest first, then cash and held units. Nothing is scaled. */
  observation(): number[] {
    const shown = this.rows.slice(this.day - this.params.backwardDays, this.day);
    const features = TRADEMASTER_FEATURES.flatMap((_, feature) => shown.map((row) => row[feature] as number));
    return [...features, last(this.cash), last(this.hold)];
  }

  /** `action`: 0 sells, 1 holds, 2 buys `maxVolume` units at the current close. */
  step(action: number): TrademasterStep {
    if (this.day >= this.rows.length - this.params.forwardDays - 1) {
      return { observation: this.observation(), reward: this.lastReward, terminated: true };
    }
    const price = this.close(this.day - 1);
    const { cash, hold } = this.trade(action, price);
    this.day += 1;
    const newer = this.close(this.day - 1);
    const newest = this.close(this.day + this.params.forwardDays - 2);
    this.lastReward = hold * (newer - price + this.params.futureWeight * (newest - price));
    this.record(cash, hold, cash + hold * newer, hold * (newer - price));
    return { observation: this.observation(), reward: this.lastReward, terminated: false };
  }

  /** Opening a short takes cash, as opening a long does: TradeMaster's defect, kept here. */
  private trade(action: number, price: number): { cash: number; hold: number } {
    const { transactionCost: cost, maxVolume } = this.params;
    const before = last(this.hold);
    let cash = last(this.cash);
    let volume = (action - 1) * maxVolume;
    let hold = before + volume;
    const grown = Math.abs(hold) - Math.abs(before);
    if (grown < 0) {
      cash += Math.abs(grown) * price * (1 - cost);
    } else if (cash > (Math.abs(volume) * price) / (1 - cost)) {
      cash -= (Math.abs(volume) * price) / (1 - cost);
    } else {
      volume = Math.sign(volume) * Math.trunc(cash / (price / (1 - cost)));
      hold = before + volume;
      cash -= (Math.abs(volume) * price) / (1 - cost);
    }
    return { cash, hold };
  }

  private close(row: number): number {
    return (this.rows[row] as readonly number[])[CLOSE] as number;
  }

  private record(cash: number, hold: number, asset: number, pnl: number): void {
    this.cash.push(cash);
    this.hold.push(hold);
    this.asset.push(asset);
    this.pnl.push(pnl);
  }
}

function last(values: readonly number[]): number {
  return values[values.length - 1] as number;
}
