import { randomUUID } from 'node:crypto';
import type { EventType } from '@trademaster/contracts';
import type { Page } from 'playwright-core';
import { type BenchedPage, eventOfRun } from './benched-page';

const RUNS = 10;
const EPOCHS = 6;

/** An event of a run, and what the run's page shows once it has taken it in, as a condition in the window. */
interface Step {
  type: EventType;
  data?: object;
  shown: string;
}

const stageIs = (stage: string, state: string) =>
  `document.querySelector('li[data-stage=${stage}][data-state=${state}]')`;
const STEPS: Step[] = [
  { type: 'symbol.resolved', shown: stageIs('trainer', 'running') },
  ...Array.from({ length: EPOCHS }, (_, index) => {
    const share_done = (index + 1) / EPOCHS;
    const data = { seed: 11, epoch: index + 1, epochs: EPOCHS, share_done };
    const shown = `document.querySelector('li[data-stage=trainer] progress')?.value >= ${share_done} - 1e-9`;
    return { type: 'training.progressed' as const, data, shown };
  }),
  { type: 'model.trained', shown: stageIs('inferencer', 'running') },
  { type: 'signal.inferred', shown: stageIs('reviewer', 'running') },
  { type: 'signal.reviewed', shown: stageIs('persister', 'running') },
  { type: 'run.persisted', shown: stageIs('persister', 'done') },
];

/** Milliseconds from before an event is published to Kafka until the open page of its run shows it: each event of ten runs. */
export async function eventsToScreen(bench: BenchedPage): Promise<number[]> {
  const all: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const runId = randomUUID().replaceAll('-', '');
    await bench.publish(eventOfRun('symbol.requested', runId));
    await bench.inWindow(async (page) => {
      await openRun(page, runId);
      for (const { type, data, shown } of STEPS) {
        await page.evaluate(watchFor(shown));
        const begun = Date.now();
        await bench.publish(eventOfRun(type, runId, data));
        all.push((await page.evaluate<number>('window.shownAt')) - begun);
      }
    });
  }
  return all;
}

/** Until its events have reached the WebUI, it has no such run. */
async function openRun(page: Page, runId: string): Promise<void> {
  await page.goto(`/runs/${runId}`);
  await page.locator('li[data-stage=symbol-resolver][data-state=running]').waitFor();
  await page
    .getByRole('status')
    .filter({ hasText: /\bLive$/ })
    .waitFor();
}

/** The clock is that of this machine, in the window and here. */
function watchFor(shown: string): string {
  return `void (window.shownAt = new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      if (!(${shown})) return;
      observer.disconnect();
      resolve(Date.now());
    });
    observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  }))`;
}
