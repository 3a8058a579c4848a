import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const { removeStaleOutput } = createRequire(__filename)('../bin/remove-stale-output.cjs') as {
  removeStaleOutput: (root: string, dist: string) => string[];
};

describe('the build', () => {
  const root = mkdtempSync(join(tmpdir(), 'a build '));
  const dist = join(root, 'dist');
  afterAll(() => rmSync(root, { recursive: true }));
  const write = (...path: string[]) => {
    mkdirSync(dirname(join(...path)), { recursive: true });
    writeFileSync(join(...path), '');
  };

  it('given sources that were moved or deleted, when it ends, then what was made of them is gone, and nothing else', () => {
    for (const source of ['apps/a/main.ts', 'libs/b/schema.json']) write(root, source);
    const current = ['apps/a/main.js', 'apps/a/main.js.map', 'libs/b/schema.json', 'apps/webui/client/assets/page.js'];
    const stale = ['apps/a/moved.js', 'apps/a/moved.js.map', 'libs/b/old.json'];
    for (const output of [...current, ...stale]) write(dist, output);
    expect(removeStaleOutput(root, dist).sort()).toEqual(stale.sort());
    expect(current.filter((output) => !existsSync(join(dist, output)))).toEqual([]);
    expect(stale.filter((output) => existsSync(join(dist, output)))).toEqual([]);
  });
});
