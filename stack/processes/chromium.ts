import { type Browser, chromium } from 'playwright-core';

/** Starts a Chromium without windows; in its sandbox, except as root, where it has none. */
export function startChromium(path: string): Promise<Browser> {
  return chromium.launch({ executablePath: path, chromiumSandbox: process.getuid?.() !== 0 });
}
