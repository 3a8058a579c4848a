import { ensureTopics } from '@trademaster/messaging';
import { CliConfig } from '../cli.config';
import { dependencyFindings } from './dependency-findings';

const { KAFKA_BROKERS = '', DATABASE_URL = '', MLFLOW_TRACKING_URI = '' } = process.env;
const GIVEN = { KAFKA_BROKERS, DATABASE_URL, MLFLOW_TRACKING_URI };
/** Nobody listens on port 1. */
const NOBODY = '127.0.0.1:1';

describe("the doctor's look at the dependencies", () => {
  beforeAll(() => ensureTopics(KAFKA_BROKERS.split(',')));

  const findingsOf = async (environment: Record<string, string>) =>
    new Map((await dependencyFindings(new CliConfig(environment))).map((finding) => [finding.name, finding]));

  it('given real ones, when looked at, then they are well, with version and address and without the password', async () => {
    const findings = await findingsOf(GIVEN);
    for (const name of ['kafka', 'topics', 'postgresql', 'clock', 'mlflow']) {
      expect(findings.get(name)).toEqual({ name, ok: true, found: expect.any(String) });
    }
    expect(findings.get('postgresql')?.found).toMatch(/^18\.\d+ at 127\.0\.0\.1:\d+$/);
    expect(findings.get('mlflow')?.found).toMatch(/^3\.\d+\.\d+ at http/);
    expect(findings.get('clock')?.found).toMatch(/^\d+ ms /);
    expect(JSON.stringify([...findings])).not.toContain(new URL(DATABASE_URL).password);
  });

  it('given addresses where nobody is, when looked at, then each is bad, with a fix', async () => {
    const findings = await findingsOf({
      KAFKA_BROKERS: NOBODY,
      DATABASE_URL: `postgres://nobody:hunter2@${NOBODY}/none`,
      MLFLOW_TRACKING_URI: `http://${NOBODY}`,
    });
    for (const name of ['kafka', 'topics', 'postgresql', 'clock', 'mlflow', 'webui']) {
      expect(findings.get(name)).toEqual({
        name,
        ok: false,
        found: expect.any(String),
        fix: expect.stringMatching(/.{8}/),
      });
    }
    expect(JSON.stringify([...findings])).not.toContain('hunter2');
  });
});
