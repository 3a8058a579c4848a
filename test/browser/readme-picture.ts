import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { eventually } from '@trademaster/testkit';
import { coloursOf } from './in-page';
import { differenceOf } from './likeness';
import type { PageUnderTest } from './page-under-test';

/** What README shows. `npm run picture` makes it anew. */
const PICTURE = join(__dirname, '../../docs/images/page.png');
const LARGEST_BYTES = 200_000;
/** Of the cells, for times of day and another machine's fonts: with these a tenth of all looks different. */
const TOLERATED = 0.2;
/** Of the chart's: its labels. Without candles it is 0.22. */
const TOLERATED_IN_CHART = 0.15;
const CHART = '[aria-label^="Candle chart"]';

/** The picture, and the words that are in it without what differs from run to run. */
async function pictured(tab: Page): Promise<{ png: Buffer; words: string }> {
  await eventually('a drawn chart', async () => (await coloursOf(tab, CHART)) > 8);
  const regions = ['Stages', 'Decision'].map((name) => tab.getByRole('region', { name, exact: true }).innerText());
  const words = (await Promise.all(regions))
    .join('\n')
    .replace(/ in [\d.]+ (ms|s|min)\b/g, ' in …')
    .replace(/\s*\n\s*/g, '\n');
  return { png: await tab.screenshot({ animations: 'disabled' }), words };
}

/** README's picture is of the page as it is: the same words, and the same look. */
export function readmePicture(page: () => PageUnderTest): void {
  it('given the sample run, when its page is pictured, then README shows this picture', async () => {
    const answer = await fetch(`${page().url}/api/page/runs?symbol=SIMA`);
    const { runs } = (await answer.json()) as { runs: { run_id: string }[] };
    const visitor = await page().visitor({ width: 1440, theme: 'light' });
    const tab = visitor.page;
    await visitor.open(`/runs/${runs.at(-1)!.run_id}`, 'Run SIMA');
    const { png, words } = await pictured(tab);
    if (isUpdate()) {
      mkdirSync(dirname(PICTURE), { recursive: true });
      writeFileSync(PICTURE, png);
    }
    const shown = readFileSync(PICTURE);
    expect(words).toMatchSnapshot();
    expect(shown.length).toBeLessThanOrEqual(LARGEST_BYTES);
    const blank = (await page().visitor()).page;
    const chart = (await tab.locator(CHART).boundingBox())!;
    const differences = async (now: Buffer) => ({
      inAll: await differenceOf(blank, [shown, now]),
      inChart: await differenceOf(blank, [shown, now], chart),
    });
    const same = await differences(png);
    expect(same.inAll).toBeLessThanOrEqual(TOLERATED);
    expect(same.inChart).toBeLessThanOrEqual(TOLERATED_IN_CHART);
    // What has to be told apart: the same page without its candles, and in its other colours.
    await tab.evaluate(`document.querySelector('${CHART}').style.visibility = 'hidden'`);
    expect((await differences(await tab.screenshot())).inChart).toBeGreaterThan(TOLERATED_IN_CHART);
    await tab.emulateMedia({ colorScheme: 'dark' });
    expect((await differences(await tab.screenshot())).inAll).toBeGreaterThan(TOLERATED);
  });
}

/** `jest -u`. */
function isUpdate(): boolean {
  const { snapshotState } = expect.getState() as { snapshotState?: { _updateSnapshot: string } };
  return snapshotState?._updateSnapshot === 'all';
}
