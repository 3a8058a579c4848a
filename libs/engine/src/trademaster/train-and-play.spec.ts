import { simulatedBars } from '../../test/series';
import { trademasterFeatures } from './features';
import { replayActions } from './replay-actions';
import { trainAndPlay, trademasterSpread } from './train-and-play';
import { trainTrademasterAgent } from './train-agent';

const rows = trademasterFeatures(simulatedBars(1330, { seed: 3 }));
const [train, validation, test] = [rows.slice(0, 900), rows.slice(900, 1100), rows.slice(1100)];

describe('TradeMaster’s agent', () => {
  it('given the sizes of its stock BTC run, when trained, then steps and updates are as many as in the original', () => {
    const { steps, updates, curve } = trainTrademasterAgent(train, validation, { seed: 1 });
    expect({ steps, updates, epochs: curve.length }).toEqual({ steps: 17_920, updates: 17_792, epochs: 20 });
  });

  const split = { train: train.slice(0, 200), validation, test };
  const [one, two] = [trainAndPlay(split, 1), trainAndPlay(split, 2)];

  it('given two seeds, when played on other rows, then a seed repeats itself and the other one differs', () => {
    expect(trainAndPlay(split, 1)).toEqual(one);
    expect(one.actions).toHaveLength(test.length - 10); // an episode has n − 10 calls
    expect(two.actions).not.toEqual(one.actions);
    const { q1, median, q3 } = trademasterSpread([one, two], test);
    expect(median).toBeCloseTo((one.metrics.tr + two.metrics.tr) / 2, 15);
    expect(q1).toBeLessThan(q3);
  });

  it('given one unit bought at first and held, then it earned what the price is said to have changed, less its cost', () => {
    const episode = test.length - 10;
    const { asset } = replayActions(test, [2, ...new Array<number>(episode - 1).fill(1)]);
    const price = test[4]?.[3] as number;
    const cost = price / (1 - 0.001) - price;
    const earned = ((asset.at(-1) as number) - (asset[0] as number) + cost) / price;
    expect(trademasterSpread([one], test).priceChange).toBeCloseTo(earned, 9);
  });
});
