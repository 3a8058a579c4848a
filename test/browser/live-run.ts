import { longTraining } from '../support/long-training';
import { attributesOf, stagesPassed, watchStages } from './in-page';
import type { PageUnderTest } from './page-under-test';

/** The same stream through a reload and through another process of the WebUI. */
export function liveRun(page: () => PageUnderTest): void {
  it('given a run in the middle, when the page is reloaded, then it is right at once; when the WebUI comes back from a crash, then it goes on by itself', async () => {
    const { pipeline } = page();
    const since = pipeline.events.events.length;
    const requestId = await pipeline.request(longTraining(120));
    const { key: runId } = await pipeline.events.next('epoch', ({ type }) => type === 'training.progressed', since);
    const visitor = await page().visitor();
    const tab = visitor.page;
    await visitor.open(`/runs/${runId}`, 'Run LONG');
    await tab.reload();
    await visitor.sees('Run LONG');
    const stages = await attributesOf(tab, 'li[data-stage]', 'data-state');
    expect(stages).toEqual(['done', 'running', 'waiting', 'waiting', 'waiting']);
    await visitor.isLive();

    await watchStages(tab);
    await pipeline.services.kill('webui');
    await visitor.says('Offline');
    await pipeline.services.start('webui');
    await visitor.isLive();
    await pipeline.completed(requestId, since);
    await visitor.says(/finished/i);
    expect(await stagesPassed(tab)).toContain('persister done');
    const connection = /Failed to load resource: net::ERR_|ERR_(CONNECTION_REFUSED|INCOMPLETE_CHUNKED_ENCODING)/;
    expect(visitor.troubles({ but: [connection] })).toEqual([]);
  });
}
