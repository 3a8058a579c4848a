import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sha256Hex } from '@trademaster/contracts';
import type { StageVerdict } from '@trademaster/decision';
import { CliConfig } from '../cli.config';
import { conclusion, stageLine, verifyCommand } from './verify.command';

const [one, other] = [sha256Hex('one'), sha256Hex('other')];
const same: StageVerdict = { stage: 'snapshot', verdict: 'same', item: 'bars.json', expected: one, got: one };
const differs: StageVerdict = { ...same, verdict: 'differs', got: other };
const RUN = { run_id: '0'.repeat(32), verified_by: { engine_version: '1.0.0' } };

describe('trademaster verify', () => {
  it('given a stage that came out the same, then a line has its name, what stands for it, and both hashes', () => {
    expect(stageLine(same)).toMatch(/^✓ snapshot +bars\.json +expected 7692c3ad3540 {2}got 7692c3ad3540$/); // sha256 of "one"
  });

  it('given one that differs or was not reached, then the line says which', () => {
    expect(stageLine(differs)).toMatch(/^✗ .*got d9298a10d1b0$/); // sha256 of "other"
    expect(stageLine({ ...same, verdict: 'not_checked' })).toMatch(/^– snapshot +not checked/);
  });

  it('given a difference, then the end names the first stage that differs', () => {
    const end = conclusion({ ...RUN, verified: false, first_difference: 'snapshot', stages: [differs] });
    expect(end).toBe(`run ${RUN.run_id} differs first at snapshot`);
  });

  it('given a difference and another engine, then the end says with what to verify it', () => {
    const made_by = { code_version: '0.2.0+abc', engine_version: '2.0.0' };
    const end = conclusion({ ...RUN, made_by, verified: false, first_difference: 'training', stages: [differs] });
    expect(end).toContain('made by engine 2.0.0 (0.2.0+abc), this is 1.0.0');
  });

  it.each([
    // RFC 7617, section 2, and RFC 6750, section 2.1: their own examples
    [
      { MLFLOW_TRACKING_USERNAME: 'Aladdin', MLFLOW_TRACKING_PASSWORD: 'open sesame' },
      'Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==',
    ],
    [{ MLFLOW_TRACKING_TOKEN: 'mF_9.B5f-4.1JqM' }, 'Bearer mF_9.B5f-4.1JqM'],
    [{}, undefined],
  ])('given %j as the services have them, when MLflow is asked, then it is shown them', async (credentials, header) => {
    const shown: unknown[] = [];
    const server = createServer(({ headers }, answer) => {
      shown.push(headers.authorization);
      answer.writeHead(404).end(JSON.stringify({ error_code: 'RESOURCE_DOES_NOT_EXIST' }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const MLFLOW_TRACKING_URI = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const config = new CliConfig({ MLFLOW_TRACKING_URI, ...credentials });
      const screen = { out: () => undefined, err: () => undefined };
      await expect(verifyCommand(RUN.run_id, {}, config, screen)).rejects.toMatchObject({ code: 'run_unknown' });
      expect(shown).toEqual([header]);
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });
});
