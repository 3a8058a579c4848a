import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endProcess, type ManagedProcess, startProcess } from './managed-process';
import { identityOf, isRunning, lineage } from './process-identity';
import { waitUntil } from './wait-until';

const FOR_EVER = 'setInterval(() => undefined, 1000);';

describe('a managed process', () => {
  let folder: string;
  let started: ManagedProcess[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'managed process '));
    started = [];
  });
  afterEach(async () => {
    for (const process of started) await process.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Resolves when the program has said `up`. */
  async function start(program: string, stopWithinMs = 5_000): Promise<ManagedProcess> {
    const child = await startProcess({
      name: 'example',
      command: process.execPath,
      args: ['-e', `${program};console.log('up')`],
      logFile: join(folder, 'logs', 'example.log'),
      stopWithinMs,
    });
    started.push(child);
    await waitUntil(() => child.log().includes('up'), { what: 'up', timeoutMs: 20_000, everyMs: 20 });
    return child;
  }

  it('given one that obeys, when stopped, then it ends by the signal and is gone', async () => {
    const child = await start(FOR_EVER);
    expect(isRunning(child.identity)).toBe(true);
    await child.stop();
    expect(await child.exited).toEqual({ code: null, signal: 'SIGTERM' });
    expect(isRunning(child.identity)).toBe(false);
  });

  it('given one that ignores the signal, when stopped, then it is killed after its time', async () => {
    const child = await start(`process.on('SIGTERM', () => undefined);${FOR_EVER}`, 100);
    await child.stop();
    expect(await child.exited).toEqual({ code: null, signal: 'SIGKILL' });
  });

  it('given one that leaves a child behind, when stopped, then that child is gone, too', async () => {
    const child = await start(
      `const c = require('child_process').spawn(process.execPath, ['-e', '${FOR_EVER}'], { stdio: 'ignore' });` +
        `console.log('child ' + c.pid);${FOR_EVER}`,
    );
    const grandchild = identityOf(Number(/child (\d+)/.exec(child.log())?.[1]));
    expect(grandchild).toBeDefined();
    await child.stop();
    await waitUntil(() => grandchild !== undefined && !isRunning(grandchild), { what: 'the end', timeoutMs: 10_000 });
  });

  it('given a process of another start under the same number, when ended by its old identity, then it lives on', async () => {
    const child = await start(FOR_EVER);
    await endProcess({ pid: child.identity.pid, started: 'at another time' });
    expect(isRunning(child.identity)).toBe(true);
  });

  it('given a program that does not exist, when started, then the error names the process', async () => {
    const spec = { name: 'nothing', command: join(folder, 'nothing'), args: [], logFile: join(folder, 'log') };
    await expect(startProcess(spec)).rejects.toThrow(/nothing cannot be started/);
  });

  it('given a log with earlier lines, when started again, then only its own lines are its log', async () => {
    await (await start(`console.log('first');${FOR_EVER}`)).stop();
    const second = await start(FOR_EVER);
    expect(second.log()).not.toContain('first');
  });
});

describe('the lineage of this process', () => {
  it('given this process, when asked, then it begins with it and its parent, all of them running', () => {
    const [self, parent] = lineage(3);
    expect(self?.pid).toBe(process.pid);
    expect(parent?.pid).toBe(process.ppid);
    expect(lineage(3).every(isRunning)).toBe(true);
  });
});
