import { fillRuns, MANY_RUNS, scrollThroughRuns } from '../../bench/webui/long-list';
import type { PageUnderTest } from './page-under-test';

/** How long its tasks take: `npm run bench -- webui`. */
export function longList(page: () => PageUnderTest): void {
  it(`given ${MANY_RUNS} runs, when the list is scrolled from the first to the last, then it has at most 200 rows at any moment`, async () => {
    await fillRuns(process.env.DATABASE_URL as string);
    const visitor = await page().visitor();
    const { rows } = await scrollThroughRuns(visitor.page, 20);
    expect(rows).toBeGreaterThan(10);
    expect(rows).toBeLessThanOrEqual(200);
    await visitor.picture('ten-thousand-runs');
    expect(visitor.troubles()).toEqual([]);
  });
}
