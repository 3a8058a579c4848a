import { barsPerYear, closedAt, isSessionDate, nextSession, sessionsBetween } from './calendar';

describe('calendar', () => {
  it('closes a session at the next UTC midnight', () => {
    expect(closedAt('2021-12-31')).toBe('2022-01-01T00:00:00.000Z');
  });

  it('goes from Friday to Monday on weekdays, to Saturday around the clock', () => {
    expect(nextSession('2021-07-02', 'weekdays')).toBe('2021-07-05');
    expect(nextSession('2021-07-02', '24x7')).toBe('2021-07-03');
  });

  it('counts sessions after a date', () => {
    expect(sessionsBetween('2021-07-02', '2021-07-06', 'weekdays')).toBe(2);
    expect(sessionsBetween('2021-07-02', '2021-07-06', '24x7')).toBe(4);
    expect(sessionsBetween('2021-07-06', '2021-07-02', '24x7')).toBe(0);
  });

  it('knows which days exist and how many sessions a year has', () => {
    expect(['2024-02-29', '2023-02-29', '2024-2-9', 'today'].map(isSessionDate)).toEqual([true, false, false, false]);
    expect([barsPerYear('24x7'), barsPerYear('weekdays')]).toEqual([365, 252]);
  });
});
