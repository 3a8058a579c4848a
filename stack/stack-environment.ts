import { Variable } from '@trademaster/environment';

/** What `npm start` and the tests read beyond the addresses, which are those of the services. */
export class StackEnvironment {
  @Variable('The Java (17 or newer) that runs Kafka', { otherwise: 'java on the PATH, else one from PyPI' })
  JAVA_HOME?: string;

  @Variable('Mirror of PyPI, for pip and uv', { otherwise: "pip's own setting" })
  PIP_INDEX_URL?: string;

  @Variable('Mirror of PyPI, for uv alone', { otherwise: 'PIP_INDEX_URL' })
  UV_DEFAULT_INDEX?: string;

  @Variable('Chromium or Chrome for the tests of the page', { otherwise: "Playwright's, else one on the PATH" })
  CHROMIUM_PATH?: string;
}
