import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';

const SCREENSHOTS = join(__dirname, '../../test-results/screenshots');
/** What a view may take on a machine that does other things, too: a bound for a hang. */
const PATIENCE_MS = 30_000;

export interface Eyes {
  width: 360 | 1440;
  theme: 'light' | 'dark';
}

/** Somebody before the page: a window of one width, in one theme, who writes down whatever may not happen on any page. */
export class Visitor {
  private readonly seen: string[] = [];

  private constructor(
    readonly page: Page,
    readonly eyes: Eyes,
    private readonly context: BrowserContext,
  ) {}

  static async before(
    browser: Browser,
    baseURL: string,
    eyes: Eyes = { width: 1440, theme: 'light' },
  ): Promise<Visitor> {
    const viewport = { width: eyes.width, height: 900 };
    const context = await browser.newContext({
      baseURL,
      viewport,
      colorScheme: eyes.theme,
      locale: 'en-GB',
      timezoneId: 'Europe/Berlin',
    });
    context.setDefaultTimeout(PATIENCE_MS);
    const visitor = new Visitor(await context.newPage(), eyes, context);
    visitor.listen(new URL(baseURL).origin);
    return visitor;
  }

  /** Errors of the console (breaches of the CSP are among them), exceptions, dialogs, and requests to anybody else. */
  troubles({ but = [] }: { but?: RegExp[] } = {}): string[] {
    return this.seen.filter((trouble) => !but.some((expected) => expected.test(trouble)));
  }

  /** Opens an address and waits until the page of this heading has all that it loads first. */
  async open(path: string, heading: string | RegExp): Promise<void> {
    await this.page.goto(path);
    await this.sees(heading);
  }

  async sees(heading: string | RegExp): Promise<void> {
    await this.page.getByRole('heading', { level: 1, name: heading }).waitFor();
    await this.page
      .getByRole('main')
      .getByText(/^Loading/)
      .first()
      .waitFor({ state: 'hidden' });
  }

  /** Waits until a status says so: how the connection is, how far a run is. */
  async says(words: string | RegExp): Promise<void> {
    await this.page.getByRole('status').filter({ hasText: words }).first().waitFor();
  }

  /** Waits until what happens is shown as it happens. */
  async isLive(): Promise<void> {
    await this.says(/\bLive$/);
  }

  async picture(name: string): Promise<void> {
    mkdirSync(SCREENSHOTS, { recursive: true });
    const { width, theme } = this.eyes;
    await this.page.screenshot({ path: join(SCREENSHOTS, `${name}-${width}-${theme}.png`), fullPage: true });
  }

  close(): Promise<void> {
    return this.context.close();
  }

  private listen(origin: string): void {
    this.context.on('console', (message) => {
      if (message.type() === 'error') this.seen.push(`console: ${message.text()} (${message.location().url})`);
    });
    this.context.on('weberror', (error) => this.seen.push(`exception: ${error.error().message}`));
    this.context.on('dialog', (dialog) => {
      this.seen.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    this.context.on('request', (request) => {
      const url = new URL(request.url());
      if (url.origin !== origin && !['data:', 'blob:'].includes(url.protocol)) this.seen.push(`asks ${request.url()}`);
    });
  }
}
