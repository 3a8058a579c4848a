import type { RequestCompleted, RunEnd } from '@trademaster/contracts';
import { eventually } from '@trademaster/testkit';
import { attributesOf, coloursOf, numbersWithoutLink, stagesPassed, watchStages } from './in-page';
import type { PageUnderTest } from './page-under-test';

/** From nothing to a decision, by one button. */
export function sampleRun(page: () => PageUnderTest): void {
  let run: RunEnd;

  it('given no decision yet, when the sample is run from the button, then its stages pass by themselves to the decision', async () => {
    const { pipeline } = page();
    const since = pipeline.events.events.length;
    const visitor = await page().visitor();
    const tab = visitor.page;
    await visitor.open('/', 'Overview');
    await tab.getByRole('heading', { level: 2, name: 'No decision yet' }).waitFor();
    await watchStages(tab);
    await tab.getByRole('button', { name: 'Run the sample' }).click();
    await tab.waitForURL(/\/runs\/[0-9a-f]{32}$/);
    await visitor.sees('Run SIMA');
    const { data } = await pipeline.events.next<RequestCompleted>(
      'end of the sample',
      ({ type }) => type === 'request.completed',
      since,
    );
    run = data.runs[0]!;
    expect(tab.url()).toContain(run.run_id);
    await visitor.says(/finished/i);
    const stages = tab.getByRole('region', { name: 'Stages' }).locator('li[data-state=done]');
    expect(await stages.count()).toBe(5);
    // Watched by a script of this window: it would be gone, had the window been loaded anew.
    expect(await stagesPassed(tab)).toEqual(
      expect.arrayContaining(['trainer running', 'trainer done', 'persister done']),
    );
    const decision = tab.getByRole('region', { name: 'Decision', exact: true });
    await decision.getByText(run.decision_sha256!.slice(0, 12)).first().waitFor();
    await decision.getByText(run.signal!.action).first().waitFor();
    for (const badge of ['SIMULATED', 'HISTORICAL', 'RULES'])
      await decision.getByText(badge, { exact: true }).waitFor();
    expect(visitor.troubles()).toEqual([]);
  });

  it('given that decision, when the overview is opened, then it has the card of it, and each of its numbers leads somewhere', async () => {
    const visitor = await page().visitor();
    const tab = visitor.page;
    await visitor.open('/', 'Overview');
    const card = tab.getByRole('region', { name: 'Latest decision' }).getByRole('article');
    expect(await card.innerText()).toMatch(/not distinguishable/i); // as README's card says of this run
    expect(await numbersWithoutLink(tab, 'main article')).toEqual([]);
    const links = (await attributesOf(tab, 'main article a', 'href')).map(
      (href) => new URL(href ?? '', tab.url()).href,
    );
    for (const link of new Set(links.map((href) => href.split('#')[0] as string))) {
      const { status } = await fetch(link);
      expect({ link, status }).toEqual({ link, status: 200 });
    }
    expect(visitor.troubles()).toEqual([]);
  });

  it('given that run, when chart and transcript are opened, then bars are drawn, and each claim of the artifact is marked', async () => {
    const visitor = await page().visitor();
    const tab = visitor.page;
    await visitor.open(`/runs/${run.run_id}`, 'Run SIMA');
    const chart = tab.getByRole('img', { name: /^Candle chart of SIMA/ });
    await chart.scrollIntoViewIfNeeded();
    await eventually('a drawn chart', async () => (await coloursOf(tab, '[aria-label^="Candle chart"]')) > 8);
    await tab.getByRole('link', { name: 'Charts by TradingView' }).waitFor();
    await tab.getByText('Trades as a table').click();
    const trades = tab.getByRole('table', { name: 'Trades' }).getByRole('row');
    expect(await trades.count()).toBeGreaterThan(1);

    const transcript = tab.getByRole('list', { name: 'Transcript' });
    const explained = await page().pipeline.cli(['explain', run.run_id, '--json']);
    const { claims } = JSON.parse(explained.stdout) as { claims: { status: string }[] };
    expect(claims.length).toBeGreaterThan(0);
    const marked = await attributesOf(tab, '[aria-label=Transcript] mark', 'data-status');
    expect(marked.sort()).toEqual(claims.map(({ status }) => status).sort());
    for (const agent of ['TechnicalAnalyst', 'StrategyAnalyst', 'RiskManager', 'Executor'])
      await transcript.getByText(agent).first().waitFor();
    expect(visitor.troubles()).toEqual([]);
  });
}
