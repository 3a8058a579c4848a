import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { topicOf } from '@trademaster/contracts';
import { NEVER_CRASH } from './crash-point';
import { crashPointOf } from './crash-point.config';

describe('planned crashes', () => {
  const marker = join(mkdtempSync(join(tmpdir(), 'crash-')), 'marker');
  const killed: unknown[] = [];

  beforeEach(() => {
    killed.length = 0;
    jest.spyOn(process, 'kill').mockImplementation((pid, signal) => {
      killed.push([pid, signal]);
      return true;
    });
  });
  afterEach(() => jest.restoreAllMocks());

  it('given no plan, or another stage’s, when asked, then nothing crashes', () => {
    expect(crashPointOf('trainer', {})).toBe(NEVER_CRASH);
    expect(crashPointOf('trainer', { CRASH_AT: 'reviewer:before_commit', CRASH_MARKER: marker })).toBe(NEVER_CRASH);
  });

  it('given a plan, when its point and event come twice, then the process is killed once', () => {
    const crash = crashPointOf('trainer', { CRASH_AT: 'trainer:before_publish:symbol.resolved', CRASH_MARKER: marker });
    crash('before_commit', topicOf('symbol.resolved'));
    crash('before_publish', topicOf('model.trained'));
    expect(killed).toEqual([]);
    crash('before_publish', topicOf('symbol.resolved'));
    crash('before_publish', topicOf('symbol.resolved'));
    expect(killed).toEqual([[process.pid, 'SIGKILL']]);
  });

  it('given the marker of an earlier crash, when the restarted process comes there, then it goes on', () => {
    const written = `${marker}-2`;
    writeFileSync(written, '');
    crashPointOf('trainer', { CRASH_AT: 'trainer:after_ledger', CRASH_MARKER: written })('after_ledger', 'any');
    expect(killed).toEqual([]);
  });

  it.each([
    ['trainer:sometime', marker, 'CRASH_AT'],
    ['trainer:before_commit:nothing', marker, 'CRASH_AT'],
    ['trainer:before_commit', '', 'CRASH_MARKER'],
  ])('given CRASH_AT=%s and a marker "%s", when read, then %s is refused', (at, file, field) => {
    expect(() => crashPointOf('trainer', { CRASH_AT: at, CRASH_MARKER: file })).toThrow(
      expect.objectContaining({ code: 'environment_invalid', field }),
    );
  });
});
