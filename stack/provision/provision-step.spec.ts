import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isInstalled, provision, type ProvisionStep } from './provision-step';

describe('provisioning', () => {
  let home: string;
  let installs: string[];
  let said: string[];
  beforeEach(() => {
    home = join(mkdtempSync(join(tmpdir(), 'provision ')), 'home');
    installs = [];
    said = [];
  });
  afterEach(() => rmSync(join(home, '..'), { recursive: true, force: true }));
  const say = (line: string) => void said.push(line);

  function step(overrides: Partial<ProvisionStep> = {}): ProvisionStep {
    return {
      name: 'tool',
      purpose: 'does things',
      downloadMb: 12,
      diskMb: 34,
      recipe: 'tool 1.0',
      install: (folder) => {
        installs.push(folder);
        writeFileSync(join(folder, 'tool'), '');
        return Promise.resolve();
      },
      ...overrides,
    };
  }

  it('given nothing, when provisioned twice, then it is installed once, after saying what it takes', async () => {
    await provision([step()], home, say);
    await provision([step()], home, say);
    expect(installs).toEqual([join(home, 'tool')]);
    expect(said[0]).toBe('to install: tool (about 12 MB to download, 34 MB of disk)');
  });

  it('given another recipe, when provisioned, then it is installed anew into an empty folder', async () => {
    await provision([step()], home, say);
    writeFileSync(join(home, 'tool', 'of the old recipe'), '');
    await provision([step({ recipe: 'tool 2.0' })], home, say);
    expect(installs).toHaveLength(2);
    expect(existsSync(join(home, 'tool', 'of the old recipe'))).toBe(false);
  });

  it('given a step that failed, when provisioned again, then it is tried again and what came before is kept', async () => {
    const broken = step({ name: 'other', install: () => Promise.reject(new Error('no network')) });
    await expect(provision([step(), broken], home, say)).rejects.toThrow('no network');
    expect(isInstalled(broken, home)).toBe(false);
    await provision([step(), step({ name: 'other' })], home, say);
    expect(installs).toEqual([join(home, 'tool'), join(home, 'other')]);
  });

  it('given too little disk, when provisioned, then nothing is installed and both numbers are told', async () => {
    await expect(provision([step({ diskMb: 1e9 })], home, say)).rejects.toThrow(
      /1000000000 MB of disk are needed in .*MB are free/,
    );
    expect(installs).toEqual([]);
  });
});
