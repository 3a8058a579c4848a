import type { Page } from 'playwright-core';

// Scripts that run in the window, as texts: the project's types know no windows.

/** Writes down each `<stage> <state>` that the list of stages ever shows; gone when the window is loaded anew. */
const WATCH_STAGES = `(() => {
  const passed = (window.stagesPassed = new Set());
  const look = () => document.querySelectorAll('li[data-stage]').forEach((one) => passed.add(one.dataset.stage + ' ' + one.dataset.state));
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
})()`;

export async function watchStages(page: Page): Promise<void> {
  await page.evaluate(WATCH_STAGES);
}

/** What `watchStages` has seen since. Throws when the window was loaded anew meanwhile. */
export function stagesPassed(page: Page): Promise<string[]> {
  return page.evaluate<string[]>('[...window.stagesPassed]');
}

/** An attribute of each of the elements, in their order. */
export function attributesOf(page: Page, selector: string, name: string): Promise<(string | null)[]> {
  const [all, attribute] = [selector, name].map((text) => JSON.stringify(text));
  return page.evaluate<(string | null)[]>(
    `[...document.querySelectorAll(${all})].map((one) => one.getAttribute(${attribute}))`,
  );
}

/** Texts below an element that have a number, and neither a link nor a time around it. */
export function numbersWithoutLink(page: Page, selector: string): Promise<string[]> {
  return page.evaluate<string[]>(`(() => {
    const texts = document.createTreeWalker(document.querySelector(${JSON.stringify(selector)}), NodeFilter.SHOW_TEXT);
    const found = [];
    while (texts.nextNode()) {
      const { textContent: text, parentElement } = texts.currentNode;
      if (/\\d/.test(text) && !parentElement.closest('a, time')) found.push(text);
    }
    return found;
  })()`);
}

/** How many colours the canvases below an element have: an empty one has one. */
export function coloursOf(page: Page, selector: string): Promise<number> {
  return page.evaluate<number>(`(() => {
    const colours = new Set();
    for (const canvas of document.querySelectorAll(${JSON.stringify(`${selector} canvas`)})) {
      if (canvas.width * canvas.height === 0) continue;
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      new Uint32Array(data.buffer).forEach((colour) => colours.add(colour));
    }
    return colours.size;
  })()`);
}

/** Innermost elements that are wider than the window although the page must not be; empty when it is not. */
export function sidewaysFaults(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const outside = [...document.body.querySelectorAll('*')].filter((one) => one.getBoundingClientRect().right > width + 1);
    const innermost = outside.filter((one) => !outside.some((other) => other !== one && one.contains(other)));
    return ['wider than ' + width + ' px', ...innermost.map((one) => one.outerHTML.slice(0, 120))];
  })()`);
}

/** What hostile text would have made, had it been taken for markup. */
export function madeByText(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`[
    ...document.querySelectorAll(
      'body script, main img, main iframe, main style, main form[action*=evil], main base, main math, main object, main embed, ' +
      '[onload], [onerror], [onclick], a[href^="javascript:"], [href*="evil.example"], [src*="evil.example"]',
    ),
  ].map((one) => one.outerHTML.slice(0, 200)).concat(window.hacked === undefined ? [] : ['a script ran: ' + window.hacked])`);
}
