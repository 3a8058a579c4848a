import type { BenchedPage } from './benched-page';

export interface FirstLoad {
  /** Everything that came over the wire, heads and bodies, as it was encoded. */
  bytes: number;
  /** Path → bytes. */
  resources: Record<string, number>;
}

/** What Chromium receives, with an empty cache, until the overview shows a decision and asks for nothing more. */
export async function firstLoad(bench: BenchedPage): Promise<FirstLoad> {
  return bench.inWindow(async (page, context) => {
    const protocol = await context.newCDPSession(page);
    const paths = new Map<string, string>();
    const resources: Record<string, number> = {};
    protocol.on(
      'Network.requestWillBeSent',
      ({ requestId, request }) => void paths.set(requestId, pathOf(request.url)),
    );
    protocol.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      const path = paths.get(requestId) as string;
      resources[path] = (resources[path] ?? 0) + encodedDataLength;
    });
    await protocol.send('Network.enable');
    await page.goto('/');
    await page.getByRole('region', { name: 'Latest decision' }).getByRole('article').waitFor();
    await page
      .getByRole('status')
      .filter({ hasText: /\bLive$/ })
      .waitFor();
    return { bytes: Object.values(resources).reduce((sum, bytes) => sum + bytes, 0), resources };
  });
}

function pathOf(url: string): string {
  return new URL(url).pathname;
}
