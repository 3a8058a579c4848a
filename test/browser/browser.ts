import type { Browser } from 'playwright-core';
import { startChromium } from '../../stack/processes/chromium';
import { findBrowser } from '../../stack/provision/browser';

const there = findBrowser();
const isCi = process.env.CI === 'true';

/** Skipped where there is no Chromium; in CI it fails there. */
export const describeInBrowser = there === undefined && !isCi ? describe.skip : describe;

export function startBrowser(): Promise<Browser> {
  if (there === undefined) throw new Error('there is no Chromium, and in CI there has to be one');
  return startChromium(there.path);
}
