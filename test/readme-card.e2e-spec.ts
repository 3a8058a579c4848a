import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SAMPLE_SYMBOL } from '@trademaster/contracts';
import { registerSampleSymbol } from '../stack/sample-symbol';
import { PipelineUnderTest } from './support/pipeline-under-test';

const RULE = /^─{20,}$/m;

/** The text between the first two rules, with what differs from start to start blanked out. */
function cardIn(text: string): string {
  const [, card = 'no card'] = text.split(RULE);
  return card
    .replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT')
    .replaceAll(/experiments\/\d+/g, 'experiments/EXPERIMENT')
    .replaceAll(/\b[0-9a-f]{32}\b/g, 'RUN');
}

describe('the README', () => {
  let pipeline: PipelineUnderTest;
  beforeAll(async () => {
    pipeline = await PipelineUnderTest.start();
  });
  afterAll(async () => {
    await pipeline?.webui.unassign(SAMPLE_SYMBOL); // the next file's requests are its own
    await pipeline?.stop();
  });

  it('given the sample symbol, when it is decided as npm start does it, then the card is the one that the README shows', async () => {
    await registerSampleSymbol(pipeline.services.env.WEBUI_BASE_URL as string);
    const { exitCode, stdout } = await pipeline.cli(['run', '--symbol', SAMPLE_SYMBOL, '--wait']);
    expect(exitCode).toBe(0);
    const readme = readFileSync(join(__dirname, '../README.md'), 'utf8');
    expect(cardIn(readme)).toBe(cardIn(stdout));
  });
});
