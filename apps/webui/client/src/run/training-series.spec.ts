import { trainingSeries } from './training-series';

const point = (seed: number, epoch: number, validation_return: number) => ({
  seed,
  epoch,
  epochs: 3,
  loss: null,
  validation_return,
});

describe('the training curve', () => {
  it('given points in the order of their arrival, when drawn, then one line a seed, which may end early', () => {
    expect(trainingSeries([point(23, 1, 0.1), point(11, 2, 0.3), point(11, 1, 0.2), point(11, 3, 0.4)])).toEqual({
      epochs: ['epoch 1', 'epoch 2', 'epoch 3'],
      lines: [
        { name: 'seed 11', values: [0.2, 0.3, 0.4], style: 0 },
        { name: 'seed 23', values: [0.1, null, null], style: 1 },
      ],
    });
  });
});
