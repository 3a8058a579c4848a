import type { Learning } from '../../src/agent/learning';
import { actionDirections, TradingEnvironment } from '../../src/environment/trading-environment';
import { TrademasterEnvironment } from '../../src/trademaster/environment';
import { TRADEMASTER_FEATURES } from '../../src/trademaster/features';
import type { EngineSettings } from '../../src/settings';
import { dayOf } from '../series';

/** An environment as a learner sees it: a row of market features, its own numbers, rewards in the learned unit. */
export interface OracleEnvironment {
  row(): number;
  own(): number[];
  step(action: number): { reward: number; terminated: boolean; ended: boolean };
  reset(): void;
}

/** The environments that backtests are played in, not the kernel's. */
export function oracleEnvironment({ environment, rewardUnit }: Learning): OracleEnvironment {
  return environment.profile === 'realistic'
    ? realistic(environment, rewardUnit)
    : trademaster(environment, rewardUnit);
}

function realistic(dynamics: Learning['environment'] & { profile: 'realistic' }, unit: number): OracleEnvironment {
  const { opens, closes, cost, slippage, borrowPerBar, maxPosition, allowShort } = dynamics;
  const bars = Array.from(opens, (open, i) => {
    const close = closes[i] as number;
    return { date: dayOf(i), open, close, high: Math.max(open, close), low: Math.min(open, close) };
  });
  const [costBps, slippageBps, borrowRate] = [cost * 10_000, slippage * 10_000, borrowPerBar * 365];
  const settings: Pick<EngineSettings, 'environment' | 'calendar'> = {
    calendar: '24x7',
    environment: { costBps, slippageBps, maxPosition, allowShort, borrowRate },
  };
  const played = new TradingEnvironment(bars, settings, 0, bars.length - 1);
  return {
    row: () => played.bar,
    own: () => [played.direction],
    step: (action) => {
      const target = (actionDirections(allowShort)[action] as number) * maxPosition;
      const { reward, terminated, truncated } = played.step(target);
      return { reward: reward / unit, terminated, ended: terminated || truncated };
    },
    reset: () => played.reset(),
  };
}

function trademaster(dynamics: Learning['environment'] & { profile: 'trademaster' }, unit: number): OracleEnvironment {
  const close = TRADEMASTER_FEATURES.indexOf('close');
  const rows = Array.from(dynamics.closes, (price) =>
    TRADEMASTER_FEATURES.map((_, feature) => (feature === close ? price : 0)),
  );
  const begin = () => new TrademasterEnvironment(rows, dynamics.params);
  let played = begin();
  return {
    row: () => played.day - dynamics.params.backwardDays,
    own: () => [played.cash.at(-1) as number, played.hold.at(-1) as number],
    step: (action) => {
      const { reward, terminated } = played.step(action);
      return { reward: reward / unit, terminated, ended: terminated };
    },
    reset: () => {
      played = begin();
    },
  };
}
