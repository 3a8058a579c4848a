/** Which pages of a list the rows from `first` to `last` lie on, both ends included. */
export function pagesOf(first: number, last: number, perPage: number): number[] {
  const from = Math.floor(Math.max(0, first) / perPage);
  const to = Math.floor(Math.max(0, last) / perPage);
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
