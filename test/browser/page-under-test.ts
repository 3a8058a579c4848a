import type { Browser } from 'playwright-core';
import { type RunEnd } from '@trademaster/contracts';
import { PipelineUnderTest } from '../support/pipeline-under-test';
import { describeInBrowser, startBrowser } from './browser';
import { type Eyes, Visitor } from './visitor';

/** The whole pipeline, and a real Chromium before its page. */
export class PageUnderTest {
  private readonly visitors: Visitor[] = [];

  private constructor(
    readonly pipeline: PipelineUnderTest,
    private readonly browser: Browser,
  ) {}

  static async start(): Promise<PageUnderTest> {
    const [pipeline, browser] = await Promise.all([PipelineUnderTest.start(), startBrowser()]);
    return new PageUnderTest(pipeline, browser);
  }

  get url(): string {
    return this.pipeline.services.env.WEBUI_BASE_URL as string;
  }

  /** A window of its own, closed after the test. */
  async visitor(eyes?: Eyes): Promise<Visitor> {
    const visitor = await Visitor.before(this.browser, this.url, eyes);
    this.visitors.push(visitor);
    return visitor;
  }

  async closeVisitors(): Promise<void> {
    await Promise.all(this.visitors.splice(0).map((visitor) => visitor.close()));
  }

  /** The end of a request for one run. */
  async runOf(data: Record<string, unknown>): Promise<RunEnd> {
    const { runs } = await this.pipeline.run(data);
    return runs[0] as RunEnd;
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.pipeline.stop();
  }
}

/** Every test of these parts, in their order, on one pipeline. */
export function describePage(...parts: ((page: () => PageUnderTest) => void)[]): void {
  describeInBrowser('the page', () => {
    let page: PageUnderTest | undefined;
    beforeAll(async () => void (page = await PageUnderTest.start()));
    afterEach(() => page?.closeVisitors());
    afterAll(() => page?.stop());
    for (const part of parts) part(() => page as PageUnderTest);
  });
}
