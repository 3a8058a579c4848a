import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeLockFile, withLockFile } from './lock-file';
import { identityOf } from './process-identity';

describe('a lock file', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'lock-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const path = () => join(folder, 'lock');

  it('given a running owner, when taken, then the owner is returned', () => {
    expect(takeLockFile(path())).toBeUndefined();
    expect(takeLockFile(path())).toEqual(identityOf(process.pid));
  });

  it.each([
    ['died', JSON.stringify({ pid: 1, started: 'in another life' })],
    ['died while it wrote', '{"pid":'],
  ])('given an owner that %s, when taken, then it is ours', (_, content) => {
    writeFileSync(path(), content);
    expect(takeLockFile(path())).toBeUndefined();
  });

  it('given two who want it, when both work, then one works after the other', async () => {
    const order: string[] = [];
    const work = (name: string) => async () => {
      order.push(`${name} begins`);
      await Promise.resolve();
      order.push(`${name} ends`);
    };
    await Promise.all([
      withLockFile(path(), work('a'), () => undefined),
      withLockFile(path(), work('b'), () => undefined),
    ]);
    expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  });

  it('given work that fails, when it is over, then the lock is free', async () => {
    await expect(
      withLockFile(
        path(),
        () => Promise.reject(new Error('broken')),
        () => undefined,
      ),
    ).rejects.toThrow('broken');
    expect(takeLockFile(path())).toBeUndefined();
  });
});
