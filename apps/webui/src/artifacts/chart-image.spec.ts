import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Artifact } from '../storage/artifact.entity';
import { chartFile } from './chart-image';

describe("a chart's image file", () => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'charts-')));
  const charts = join(root, 'charts with a space');
  const chart = (image_path: string | null, type = 'chart') => ({ type, image_path }) as Artifact;

  beforeAll(() => {
    mkdirSync(charts);
    for (const name of ['SIMA.png', 'SIMA.html']) writeFileSync(join(charts, name), name);
    writeFileSync(join(root, 'secret.png'), 'secret');
    symlinkSync(join(root, 'secret.png'), join(charts, 'link.png'));
  });

  afterAll(() => rmSync(root, { recursive: true }));

  it('given a file of the charts folder, by name or whole path, then it is served, or its HTML neighbour', async () => {
    expect(await chartFile(chart('SIMA.png'), 'image', charts)).toBe(join(charts, 'SIMA.png'));
    expect(await chartFile(chart(join(charts, 'SIMA.png')), 'html', charts)).toBe(join(charts, 'SIMA.html'));
  });

  it.each(['../secret.png', 'link.png', '/etc/hostname', '.', 'missing.png', ''])(
    'given the path %p that a client made up, then it is 404',
    async (path) => {
      await expect(chartFile(chart(path), 'image', charts)).rejects.toMatchObject({ status: 404 });
    },
  );

  it('given no charts folder, then nothing is served', async () => {
    await expect(chartFile(chart(join(charts, 'SIMA.png')), 'image', undefined)).rejects.toMatchObject({ status: 404 });
  });

  it('given what is no chart, or a format that there is not, then it is 400', async () => {
    await expect(chartFile(chart('SIMA.png', 'llm'), 'image', charts)).rejects.toMatchObject({ status: 400 });
    await expect(chartFile(chart('SIMA.png'), 'svg', charts)).rejects.toMatchObject({ status: 400 });
  });
});
