import { clockDifference } from './clock';

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds));

describe("the doctor's look at the clock", () => {
  it.each([
    [at(10), at(9), at(10), "1000 ms ahead of PostgreSQL's"],
    [at(10), at(14), at(12), "3000 ms behind PostgreSQL's"],
    // 9 s apart by the middle of the two looks, but the answer took 10 s: it may as well be 4
    [at(10), at(6), at(20), "9000 ms ahead of PostgreSQL's"],
  ])('given looks at %s, %s and %s, when compared, then it is %s', (before, theirs, after, said) => {
    expect(clockDifference(before, theirs, after)).toBe(said);
  });

  it('given six seconds between them, when compared, then it is a fault', () => {
    expect(() => clockDifference(at(16), at(10), at(16))).toThrow("6000 ms ahead of PostgreSQL's");
  });
});
