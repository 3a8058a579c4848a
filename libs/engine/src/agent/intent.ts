export type Action = 'BUY' | 'SELL' | 'HOLD';
export type Intent = 'open_long' | 'add' | 'reduce' | 'close_long' | 'open_short' | 'close_short' | 'reverse' | 'keep';

/** BUY: target above current. SELL: below. HOLD: equal, "keep the position". Positions are shares of equity. */
export function actionOf(current: number, target: number): Action {
  if (target > current) return 'BUY';
  return target < current ? 'SELL' : 'HOLD';
}

/** What moving from the current to the target position does. Positions are shares of equity. */
export function intentOf(current: number, target: number): Intent {
  if (target === current) return 'keep';
  if (current === 0) return target > 0 ? 'open_long' : 'open_short';
  if (target === 0) return current > 0 ? 'close_long' : 'close_short';
  if (target > 0 !== current > 0) return 'reverse';
  return Math.abs(target) > Math.abs(current) ? 'add' : 'reduce';
}
