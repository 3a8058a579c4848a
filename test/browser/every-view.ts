import type { RunEnd } from '@trademaster/contracts';
import { accessibilityFaults } from './accessibility';
import { sidewaysFaults } from './in-page';
import type { PageUnderTest } from './page-under-test';
import type { Eyes } from './visitor';

/** No rule of the styles asks for a width and a theme at once: two corners show all four. */
const EYES: Eyes[] = [
  { width: 1440, theme: 'light' },
  { width: 360, theme: 'dark' },
];

interface View {
  name: string;
  path: string;
  heading: string | RegExp;
}

/** Every view of the page, each for people of all kinds of eyes. */
export function everyView(page: () => PageUnderTest): void {
  let inferred: RunEnd | undefined;

  async function views(): Promise<View[]> {
    inferred ??= await page().runOf({ symbol: 'SIMA', mode: 'inference' });

    const { runs } = (await (await fetch(`${page().url}/api/page/runs?limit=500`)).json()) as {
      runs: { run_id: string; status: string; symbol: string; mode: string }[];
    };
    const finished = runs.find(({ symbol, mode }) => symbol === 'SIMA' && mode === 'both')!;
    const failed = runs.find(({ status }) => status === 'FAILED')!;
    return [
      { name: 'overview', path: '/', heading: 'Overview' },
      { name: 'runs', path: '/runs', heading: 'Runs' },
      { name: 'run', path: `/runs/${finished.run_id}`, heading: 'Run SIMA' },
      { name: 'inference', path: `/runs/${inferred.run_id}`, heading: 'Run SIMA' },
      { name: 'failed', path: `/runs/${failed.run_id}`, heading: /^Run / },
      { name: 'new-run', path: '/new', heading: 'New run' },
      { name: 'symbols', path: '/symbols', heading: 'Symbols' },
      { name: 'no-such-run', path: `/runs/${'0'.repeat(32)}`, heading: /^Run/ },
      { name: 'not-found', path: '/nowhere', heading: 'Page not found' },
    ];
  }

  it.each(EYES)(
    'given a window of $width px in $theme colours, when each view is opened, then nothing sticks out, axe finds nothing, and nothing goes wrong',
    async (eyes) => {
      const visitor = await page().visitor(eyes);
      const faults: Record<string, string[]> = {};
      for (const { name, path, heading } of await views()) {
        await visitor.open(path, heading);
        const found = [...(await sidewaysFaults(visitor.page)), ...(await accessibilityFaults(visitor.page))];
        if (found.length > 0) faults[name] = found;
        await visitor.picture(name);
      }
      expect(faults).toEqual({});
      expect(visitor.troubles({ but: [/status of 404 .*\/runs\/0{32}/] })).toEqual([]);
    },
  );

  it('given the system’s colours, when the button is pressed, then the others are shown, also after a reload', async () => {
    const visitor = await page().visitor({ width: 1440, theme: 'dark' });
    const tab = visitor.page;
    await visitor.open('/', 'Overview');
    const background = () => tab.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    const dark = await background();
    await tab.getByRole('button', { name: 'Use light colours' }).click();
    await tab.getByRole('button', { name: 'Use dark colours' }).waitFor();
    const light = await background();
    expect(light).not.toBe(dark);
    await tab.reload();
    await visitor.sees('Overview');
    expect(await background()).toBe(light);
  });
}
