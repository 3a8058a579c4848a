import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import { RunRequested } from '../run-request.dto';
import { parse } from '../validation';
import { airflowContract } from './airflow-contract';

const FILE = join(__dirname, '../../../../airflow/plugins/trademaster_airflow/contract.json');
const PARAMS = airflowContract().request_params;

/** What each param's schema says of a value. */
function accepts(name: string, value: unknown): boolean {
  return new Ajv2020({ strict: true, allowUnionTypes: true }).compile(PARAMS[name]!.schema)(value);
}

describe('what Airflow has to know of the contracts', () => {
  it('given the committed file, when generated anew, then it is the same (else: npm run schema)', () => {
    expect(JSON.parse(readFileSync(FILE, 'utf8'))).toEqual(airflowContract());
  });

  it.each([
    ['symbol', 'BTC', 'btc'],
    ['mode', 'inference', 'backtest'],
    ['as_of', '2023-06-19', 'yesterday'],
    ['conid', 265598, -1],
    ['workflow_symbol_id', 3, 1.5],
    ['config', {}, []],
  ])('given %s, when it is %j or %j, then the param judges as the request does', (name, good, bad) => {
    const judges = (value: unknown) => {
      try {
        parse(RunRequested, { [name]: value }, { code: 'request_invalid' });
        return true;
      } catch {
        return false;
      }
    };
    expect([good, bad, null].map((value) => accepts(name, value))).toEqual([true, false, true]);
    expect([good, bad, null].map(judges)).toEqual([true, false, true]);
  });

  it('given a configuration with a nested key that nobody knows, then the param refuses it', () => {
    expect(accepts('config', { training: { epochs: 3 }, data: null })).toBe(true);
    expect(accepts('config', { training: { learning_rat: 1 } })).toBe(false);
    expect(JSON.stringify(PARAMS)).not.toContain('$ref');
  });
});
