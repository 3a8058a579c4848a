import { chartMarkers } from './chart-markers';

const COLOURS = { up: 'blue', down: 'orange', text: 'black', grid: 'grey' };

describe('what is marked on the chart', () => {
  it('given trades and a signal, when marked, then kinds differ in shape and place, in the order of time', () => {
    const trades = [
      { date: '2026-01-03', side: 'sell' as const, price: 2, position: 0 },
      { date: '2026-01-01', side: 'buy' as const, price: 1, position: 1 },
    ];
    const chart = { bars: [], trades, timezone: 'UTC', levels: null };
    const markers = chartMarkers({ ...chart, signal: { date: '2026-01-05', action: 'HOLD' } }, COLOURS);
    expect(markers.map(({ time, shape, position }) => [time, shape, position])).toEqual([
      ['2026-01-01', 'arrowUp', 'belowBar'],
      ['2026-01-03', 'arrowDown', 'aboveBar'],
      ['2026-01-05', 'circle', 'aboveBar'],
    ]);
    expect(markers.at(-1)).toMatchObject({ text: 'HOLD' });
  });
});
