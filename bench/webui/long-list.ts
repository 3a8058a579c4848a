import { Client } from 'pg';
import type { Page } from 'playwright-core';

/** As many runs as a few years of a busy pipeline leave. */
export const MANY_RUNS = 10_000;

export interface LongList {
  /** Most rows of the table in the document at any moment. */
  rows: number;
  /** Longest task of the window's main thread, milliseconds; the browser tells of those over 50 only: else 0. */
  longestTaskMs: number;
}

/**
 * Puts copies of a run into the WebUI's table until it has `MANY_RUNS`, each a minute older than the one before. By
 * SQL: as events they would take minutes. Throws when there is no run to copy.
 */
export async function fillRuns(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(
      `INSERT INTO webui.run SELECT (jsonb_populate_record(run, jsonb_build_object(
         'run_id', md5(number::text), 'symbol', 'S' || number % 500,
         'started_at', run.started_at - number * interval '1 minute'))).*
       FROM webui.run CROSS JOIN generate_series(1, $1 - (SELECT count(*) FROM webui.run)) AS number
       WHERE run_id = (SELECT run_id FROM webui.run WHERE status = 'FINISHED' LIMIT 1)`,
      [MANY_RUNS],
    );
    const { rows } = await client.query<{ count: string }>('SELECT count(*) FROM webui.run');
    if (Number(rows[0]?.count) < MANY_RUNS) throw new Error(`the WebUI has ${rows[0]?.count} runs: no one to copy`);
  } finally {
    await client.end();
  }
}

const ROWS = 'tr[aria-rowindex]';
const LAST_ROW = `[...document.querySelectorAll('${ROWS}')].at(-1)?.getAttribute('aria-rowindex')`;
const WATCH = `
  window.longestTask = 0;
  window.mostRows = 0;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.longestTask = Math.max(window.longestTask, duration);
  }).observe({ type: 'longtask', buffered: true });
  const count = () => {
    window.mostRows = Math.max(window.mostRows, document.querySelectorAll('${ROWS}').length);
    requestAnimationFrame(count);
  };
  requestAnimationFrame(count);
`;

/** Opens the list of all runs and turns the wheel `turns` times, from its first row to its last. */
export async function scrollThroughRuns(page: Page, turns: number): Promise<LongList> {
  await page.addInitScript(WATCH);
  await page.goto('/runs');
  const list = page.getByRole('region', { name: 'List of runs' });
  await list.getByRole('link').first().waitFor();
  await list.hover();
  const height = await page.evaluate<number>(
    `document.querySelector('${ROWS}').closest('[role=region], section').scrollHeight`,
  );
  for (let turn = 1; turn <= turns; turn += 1) {
    const before = await page.evaluate<string>(LAST_ROW);
    await page.mouse.wheel(0, Math.ceil(height / turns));
    await page.evaluate(`new Promise((resolve) => {
      const look = () => (${LAST_ROW} === '${before}' ? requestAnimationFrame(look) : resolve());
      look();
    })`);
  }
  await list
    .locator(`tr[aria-rowindex="${MANY_RUNS + 1}"]`)
    .getByRole('link')
    .waitFor();
  return page.evaluate<LongList>('({ rows: window.mostRows, longestTaskMs: window.longestTask })');
}
