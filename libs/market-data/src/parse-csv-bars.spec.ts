import type { Calendar } from '@trademaster/engine';
import { PipelineError } from '@trademaster/errors';
import { parseCsvBars } from './parse-csv-bars';

const HEADER = 'date,open,high,low,close';
const GOOD = ['2024-01-01,10,12,9,11', '2024-01-02,11,13,10,12', '2024-01-03,12,14,11,13'];
const parse = (lines: string[], calendar: Calendar = '24x7') => parseCsvBars(lines.join('\n'), 'prices.csv', calendar);

describe('columns of a csv file', () => {
  it('given other columns, an unnamed one, any case and order, when read, then the named ones count', () => {
    const text = ['\ufeff,tic,Date,HIGH,Low,open,Close,adjcp', '0,BTC,2013-04-29 23:59:59, 147.5 ,134,134.4,144.5,1'];
    expect(parse(text)).toEqual([{ date: '2013-04-29', open: 134.4, high: 147.5, low: 134, close: 144.5 }]);
  });

  it.each(['2024-01-02', '2024-01-02T00:00:00Z', '2024-01-02 16:00', '2024-01-02T09:30:00.000-05:00'])(
    'given the time stamp %s, when read, then the session is the day that is written',
    (timestamp) => {
      expect(parse(['timestamp,open,high,low,close', `${timestamp},1,1,1,1`])[0]?.date).toBe('2024-01-02');
    },
  );

  it('given a volume that is empty in one row, when read, then that bar has none', () => {
    const bars = parse([`${HEADER},volume`, `${GOOD[0]},500`, `${GOOD[1]},`]);
    expect(bars.map(({ volume }) => volume)).toEqual([500, undefined]);
  });

  it.each([
    ['a missing column', 'date,open,high,close', 'no column "low"'],
    ['a column twice', 'date,open,high,low,close,Close', '2 columns "close"'],
    ['no date at all', 'day,open,high,low,close', 'no column "timestamp"'],
  ])('given %s, when read, then line 1 is named', (_, header, said) => {
    expect(() => parse([header, ...GOOD])).toThrow(new RegExp(`prices.csv line 1: has ${said}`));
  });
});

describe('rows of a csv file', () => {
  it.each([
    ['a duplicate', '2024-01-03,12,14,11,13', 'date occurs twice'],
    ['a date before the last', '2023-12-31,12,14,11,13', 'earlier than the row before'],
    ['a price of zero', '2024-01-04,12,14,0,13', 'low is 0, must be positive'],
    ['a negative price', '2024-01-04,-12,14,11,13', 'open is -12, must be positive'],
    ['a price that is not finite', '2024-01-04,Infinity,14,11,13', 'open is "Infinity", must be a finite number'],
    ['a price that is no number', '2024-01-04,n/a,14,11,13', 'open is "n/a", must be a finite number'],
    ['an empty price', '2024-01-04,,14,11,13', 'open is "", must be a finite number'],
    ['a high below the close', '2024-01-04,12,12,11,13', 'high 12 is below'],
    ['a day that does not exist', '2024-02-30,12,14,11,13', 'date is "2024-02-30"'],
    ['a date written otherwise', '04/01/2024,12,14,11,13', 'date is "04/01/2024"'],
    ['too few cells', '2024-01-04,12,14,11', 'line 6'],
  ])('given %s, when read, then it is data_invalid, naming the line in the file', (_, row, said) => {
    const error = refusalOf([HEADER, '', ...GOOD, row]); // an empty line: lines are counted, not rows
    expect(error.code).toBe('data_invalid');
    expect(error.message).toContain('line 6');
    expect(error.message).toContain(said);
  });

  it.each([
    // Wednesday 2024-01-03 to Thursday 01-11, and Friday 01-12: 7 and 8 days between
    ['24x7', '2024-01-11', '2024-01-12', 8],
    // to Thursday 2024-01-18, and Friday 01-19: 10 and 11 weekdays between
    ['weekdays', '2024-01-18', '2024-01-19', 11],
  ] as const)(
    'given calendar %s, when a gap exceeds its limit, then it is refused',
    (calendar, fine, tooLate, missing) => {
      const withRow = (date: string) => [HEADER, ...GOOD, `${date},12,14,11,13`];
      expect(parse(withRow(fine), calendar)).toHaveLength(4);
      expect(refusalOf(withRow(tooLate), calendar).message).toContain(
        `line 5: ${missing} sessions are missing between 2024-01-03 and ${tooLate}`,
      );
    },
  );

  it('given calendar weekdays, when a bar is of a Saturday, then it is refused and the other calendar is named', () => {
    const error = refusalOf([HEADER, ...GOOD, '2024-01-06,12,14,11,13'], 'weekdays');
    expect(error.message).toMatch(/line 5: 2024-01-06 is no session .*24x7/);
  });

  it.each([
    ['a header only', [HEADER]],
    ['nothing', ['']],
  ])('given %s, when read, then it is data_too_short', (_, lines) => {
    expect(refusalOf(lines).code).toBe('data_too_short');
  });
});

function refusalOf(lines: string[], calendar?: Calendar): PipelineError {
  try {
    parse(lines, calendar);
  } catch (error) {
    if (error instanceof PipelineError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}
