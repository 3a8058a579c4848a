import type { Browser } from 'playwright-core';
import { accessibilityFaults } from './accessibility';
import { describeInBrowser, startBrowser } from './browser';
import { HOSTILE_HTML } from './hostile-corpus';
import { coloursOf, madeByText, numbersWithoutLink, sidewaysFaults, stagesPassed, watchStages } from './in-page';
import { differenceOf } from './likeness';
import { Visitor } from './visitor';

const NOWHERE = 'http://127.0.0.1:1';

/** That what looks for faults finds them: each is planted in a window of its own. */
describeInBrowser('looking at a page', () => {
  let chromium: Browser;
  let visitor: Visitor;
  beforeAll(async () => void (chromium = await startBrowser()));
  beforeEach(async () => void (visitor = await Visitor.before(chromium, NOWHERE, { width: 360, theme: 'light' })));
  afterEach(() => visitor.close());
  afterAll(() => chromium?.close());

  const body = async (html: string) => {
    const head = '<html lang="en"><title>A page</title><meta name="viewport" content="width=device-width">';
    await visitor.page.setContent(`<!doctype html>${head}<main><h1>A page</h1>${html}</main>`);
    return visitor.page;
  };

  it('given a page without faults, when looked at, then none is found', async () => {
    const page = await body('<article><a href="#x">1</a> and <time>2026</time></article>');
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await sidewaysFaults(page)).toEqual([]);
    expect(await madeByText(page)).toEqual([]);
    expect(await numbersWithoutLink(page, 'article')).toEqual([]);
    expect(visitor.troubles()).toEqual([]);
  });

  it('given grey on white and an input without a name, when looked at, then both are found', async () => {
    const page = await body('<p style="color: #bbb">hardly to be read</p><input>');
    expect((await accessibilityFaults(page)).map((fault) => fault.split(':')[0])).toEqual(['color-contrast', 'label']);
  });

  it('given something wider than the window, when looked at, then it is named', async () => {
    const page = await body('<div><p id="wide" style="width: 500px">wide</p></div>');
    expect(await sidewaysFaults(page)).toEqual(['wider than 360 px', expect.stringContaining('id="wide"')]);
  });

  it('given numbers beside a link, when looked at, then they are found', async () => {
    expect(await numbersWithoutLink(await body('<article>49 of <a href="#x">100</a></article>'), 'article')).toEqual([
      '49 of ',
    ]);
  });

  it('given hostile text taken for HTML, when looked at, then what each of it made is found', async () => {
    for (const text of HOSTILE_HTML) {
      const page = await body('<p id="said"></p>');
      await page.evaluate(`document.getElementById('said').innerHTML = ${JSON.stringify(text)}`);
      expect({ text, made: await madeByText(page) }).not.toEqual({ text, made: [] });
    }
  });

  it('given errors, exceptions, dialogs and requests to others, when they happen, then they are written down', async () => {
    const page = await body('');
    await page.evaluate(`console.error('an error')`);
    await page.evaluate(`void setTimeout(() => { throw new Error('an exception') })`);
    await page.evaluate(`alert('a dialog')`);
    await page.evaluate(`fetch('http://127.0.0.1:2/').catch(() => undefined)`);
    expect(visitor.troubles()).toEqual([
      expect.stringContaining('console: an error'),
      'exception: an exception',
      'dialog: a dialog',
      'asks http://127.0.0.1:2/',
      expect.stringContaining('ERR_CONNECTION_REFUSED'),
    ]);
    expect(visitor.troubles({ but: [/./] })).toEqual([]);
  });

  it('given a stage that changes, when watched, then each of its states is known; after a reload nothing is', async () => {
    const page = await body('<li data-stage="trainer" data-state="waiting"></li>');
    await watchStages(page);
    for (const state of ['running', 'done'])
      await page.evaluate(`document.querySelector('li').dataset.state = '${state}'`);
    expect(await stagesPassed(page)).toEqual(['trainer running', 'trainer done']);
    await page.goto('about:blank');
    await expect(stagesPassed(page)).rejects.toThrow();
  });

  it('given pictures, when compared, then another look is told from the same with other words', async () => {
    const picture = async (html: string) => (await body(html)).screenshot();
    const block = (colour: string) => `<div style="width: 300px; height: 300px; background: ${colour}"></div>`;
    const shown = await picture(`<p>At 10:15</p>${block('seagreen')}`);
    const blank = visitor.page;
    expect(await differenceOf(blank, [shown, await picture(`<p>At 11:47</p>${block('seagreen')}`)])).toBe(0);
    expect(await differenceOf(blank, [shown, await picture(`<p>At 10:15</p>${block('indianred')}`)])).toBeGreaterThan(
      0.2,
    );
    const wider = await Visitor.before(chromium, NOWHERE, { width: 1440, theme: 'light' });
    expect(await differenceOf(blank, [shown, await wider.page.screenshot()])).toBe(1);
    await wider.close();
  });

  it('given an empty canvas and a drawn one, when its colours are counted, then they are told apart', async () => {
    const page = await body('<div id="chart"><canvas width="50" height="50"></canvas></div>');
    expect(await coloursOf(page, '#chart')).toBe(1);
    await page.evaluate(`document.querySelector('canvas').getContext('2d').fillRect(5, 5, 10, 10)`);
    expect(await coloursOf(page, '#chart')).toBe(2);
  });
});
