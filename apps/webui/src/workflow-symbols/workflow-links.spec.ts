import { clockTime } from './session-time';
import { workflowLinks } from './workflow-links';

describe('links of a symbol', () => {
  it('given only a dag_id, then the defaults are those of the existing backend (recorded: create_minimal_one_workflow)', () => {
    expect(workflowLinks([{ dag_id: 'a' }])).toEqual([
      {
        dag_id: 'a',
        is_active: true,
        priority: 0,
        timezone: 'America/New_York',
        session_start: null,
        session_end: null,
        allow_weekend: false,
        schedule_interval: '0 9 * * *',
        config: null,
      },
    ]);
  });

  it.each([
    [{ session_start: '09:30' }, 'Session start and end must both be provided or both omitted'],
    [{ session_start: '09:30', session_end: '09:30' }, 'Session end must be after session start'],
    [{ timezone: 'Mars/Olympus' }, "Unknown timezone 'Mars/Olympus'"],
  ])('given %p, then 400: %s', (fields, detail) => {
    expect(() => workflowLinks([{ dag_id: 'a', ...fields }])).toThrow(
      expect.objectContaining({ status: 400, response: { detail } }),
    );
  });

  it.each([
    ['9:30', '09:30'],
    ['09:30:15', '09:30'],
    ['23:59', '23:59'],
    ['24:00', '24:00'],
    ['aa:bb', 'aa:bb'],
    [930, 930],
  ])('given the time %p, then it is %p', (text, time) => {
    expect(clockTime(text)).toBe(time);
  });
});
