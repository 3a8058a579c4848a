import { type ChatRequestBody, reviewScript, ScriptedModelServer } from '@trademaster/testkit';
import { SMALL_CONFIG } from '../support/sample-request';
import { ACTING, CONTROLS, HOSTILE_MARKUP } from './hostile-corpus';
import { madeByText } from './in-page';
import type { PageUnderTest } from './page-under-test';

/** An analyst whose words, and a decider whose reasons, are all of the above. */
function hostileScript(request: ChatRequestBody): ReturnType<typeof reviewScript> {
  const said = reviewScript(request);
  if (typeof said !== 'string') return said;
  if (!said.startsWith('{')) return [said, ...HOSTILE_MARKUP, ...CONTROLS].join('\n');
  const decision = JSON.parse(said) as { reasoning: string; key_factors: string[] };
  return JSON.stringify({
    ...decision,
    reasoning: [decision.reasoning, ...HOSTILE_MARKUP].join('\n'),
    key_factors: [...decision.key_factors, HOSTILE_MARKUP[1], CONTROLS[0]],
  });
}

export function hostileText(page: () => PageUnderTest): void {
  it('given a model that writes scripts, markup, markdown and terminal codes, when its run is looked at, then all of it is text', async () => {
    const { pipeline } = page();
    const model = await ScriptedModelServer.start(hostileScript);
    await pipeline.restart(['reviewer'], {
      reviewer: { OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'sk-test-not-a-secret' },
    });
    const run = await page().runOf({ symbol: 'HOSTILE', config: SMALL_CONFIG });
    await model.stop();
    expect(run).toMatchObject({ status: 'FINISHED', signal: { provenance: 'model' } });

    const visitor = await page().visitor();
    const tab = visitor.page;
    await visitor.open(`/runs/${run.run_id}`, 'Run HOSTILE');
    const transcript = tab.getByRole('list', { name: 'Transcript' });
    const shown = oneLine((await transcript.textContent()) ?? '');
    expect(HOSTILE_MARKUP.filter((text) => !shown.includes(oneLine(text)))).toEqual([]);
    for (const word of ['red', 'a terminal link', 'esrever']) expect(shown).toContain(word);
    for (const path of [`/runs/${run.run_id}`, '/', '/runs']) {
      await visitor.open(path, /./);
      const text = (await tab.locator('body').textContent()) ?? '';
      expect({ path, acting: ACTING.exec(text)?.[0], made: await madeByText(tab) }).toEqual({ path, made: [] });
    }
    await visitor.open('/', 'Overview');
    await tab.getByRole('article').getByText('<script>window.hacked').waitFor();
    await visitor.picture('hostile-text');
    expect(visitor.troubles()).toEqual([]);
  });
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}
