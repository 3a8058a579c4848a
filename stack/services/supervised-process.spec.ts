import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitUntil } from '../processes/wait-until';
import { isRunning } from '../processes/process-identity';
import { SupervisedProcess } from './supervised-process';

describe('a supervised process', () => {
  let folder: string;
  let said: string[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'supervised-'));
    said = [];
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function start(program: string): Promise<SupervisedProcess> {
    const spec = { name: 'trainer', command: process.execPath, args: ['-e', program], logFile: join(folder, 'log') };
    return SupervisedProcess.start(spec, (line) => said.push(line));
  }

  it('given a kill, when it ended, then another one is started and the screen says so', async () => {
    const supervised = await start('setInterval(() => undefined, 1000)');
    const first = supervised.process;
    await first.kill();
    await waitUntil(() => supervised.process !== first, { what: 'another one', timeoutMs: 20_000 });
    expect(said).toEqual([expect.stringContaining('trainer ended (SIGKILL); started again in 1 s')]);
    await supervised.stop();
    expect(isRunning(supervised.process.identity)).toBe(false);
  });

  it('given it waits to be started again, when stopped, then it stays down', async () => {
    const supervised = await start('process.exit(3)');
    await waitUntil(() => said.length > 0, { what: 'its end', timeoutMs: 20_000 });
    expect(said[0]).toContain('trainer ended (exit code 3)');
    const last = supervised.process;
    await supervised.stop();
    expect(supervised.process).toBe(last);
  });
});
