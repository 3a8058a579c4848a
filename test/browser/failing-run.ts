import { writeSampleCsv } from '../support/sample-csv';
import { SMALL_CONFIG } from '../support/sample-request';
import type { PageUnderTest } from './page-under-test';

/** A run that fails, says so, and is taken up again from its page. */
export function failingRun(page: () => PageUnderTest): void {
  it('given a file that is missing, when its run fails, then stage, reason and fix are shown; when it is there and "Retry" is pressed, then the run ends', async () => {
    const path = page().pipeline.scratchFile('late.csv');
    const data = { source: 'csv', path, ticker: 'LATE' };
    const failed = await page().runOf({ symbol: 'LATE', config: { ...SMALL_CONFIG, data } });
    const visitor = await page().visitor();
    const tab = visitor.page;
    await visitor.open(`/runs/${failed.run_id}`, 'Run LATE');
    const failure = tab.getByRole('region', { name: 'What failed' });
    await failure.getByText('symbol-resolver', { exact: true }).waitFor();
    await failure.getByText(failed.failure!.message).waitFor();
    await failure.getByText('What to do').waitFor();
    expect(await tab.locator('li[data-stage=symbol-resolver]').getAttribute('data-state')).toBe('failed');
    await visitor.picture('failed-run');

    writeSampleCsv(path);
    await tab.getByRole('button', { name: 'Retry' }).click();
    await visitor.says(/finished/i);
    await failure.waitFor({ state: 'hidden' });
    expect(await tab.locator('li[data-stage][data-state=done]').count()).toBe(5);
    expect(visitor.troubles()).toEqual([]);
  });
}
