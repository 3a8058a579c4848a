import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ATTRIBUTION_STYLE } from './security-headers';

const BUNDLE = join(__dirname, '../../../../node_modules/lightweight-charts/dist/lightweight-charts.production.mjs');
/** Not installed where only the services are. */
const whenInstalled = existsSync(BUNDLE) ? it : it.skip;

describe("the page's policy", () => {
  whenInstalled('given the chart library, then the policy has the hash of the one style that it adds', () => {
    const added = /createElement\("style"\),this\.\w+\.innerText="([^"]+)"/.exec(readFileSync(BUNDLE, 'utf8'));
    const hash = createHash('sha256')
      .update(added?.[1] ?? 'none')
      .digest('base64');
    expect(ATTRIBUTION_STYLE).toBe(`'sha256-${hash}'`);
  });
});
