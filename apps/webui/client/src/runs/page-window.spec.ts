import { pagesOf } from './page-window';

describe('the rows in view', () => {
  it.each([
    [0, 30, [0]],
    [95, 130, [0, 1]],
    [9_900, 9_999, [99]],
  ])('given rows %i to %i of pages of a hundred, when asked for, then the pages are %j', (first, last, pages) => {
    expect(pagesOf(first, last, 100)).toEqual(pages);
  });
});
